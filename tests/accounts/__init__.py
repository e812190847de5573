"""Accounts, people, sessions, keys and settings."""
