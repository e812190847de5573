"""Tickets: the container of one conversation between the team and one customer."""
