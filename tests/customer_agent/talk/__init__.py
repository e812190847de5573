"""The Customer Agent in conversations."""
