"""The account's knowledge: articles, and finding the one that answers a question."""
