"""Trains the text model and measures it on messages that no training saw."""
