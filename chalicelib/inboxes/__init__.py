"""Inboxes: the numbers and pages that a merchant connects, and what opens them."""
