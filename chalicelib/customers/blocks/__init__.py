"""Blocks: whose messages an account no longer takes."""
