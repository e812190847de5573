"""Plugins of pytest that belong to this project."""
