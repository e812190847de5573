"""Channels: what comes in and goes out, one module each; they know nothing of tickets."""
