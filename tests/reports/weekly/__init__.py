"""Tests of the week's mail."""
