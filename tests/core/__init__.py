"""Tests of chalicelib.core."""
