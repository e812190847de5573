"""Tests of the pumps."""
