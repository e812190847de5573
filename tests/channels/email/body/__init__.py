"""The mail as words."""
