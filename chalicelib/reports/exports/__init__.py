"""Figures as files: a line for each ticket and day, made in the background."""
