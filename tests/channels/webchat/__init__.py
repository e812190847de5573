"""Visitors and their chats."""
