"""The account's knowledge."""
