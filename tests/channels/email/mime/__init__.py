"""The mail as bytes."""
