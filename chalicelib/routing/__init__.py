"""Routing: what happens to a new ticket before an agent sees it."""
