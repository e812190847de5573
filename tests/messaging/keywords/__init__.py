"""Keywords."""
