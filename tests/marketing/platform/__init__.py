"""Tests of what marketing sent, who answered, and what its links led to."""
