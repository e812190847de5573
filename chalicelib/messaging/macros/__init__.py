"""Macros: answers that the team has written before, and uses again."""
