"""Attacks on whose mail goes where."""
