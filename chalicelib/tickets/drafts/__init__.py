"""Drafts: what an agent has written in a ticket and not sent yet."""
