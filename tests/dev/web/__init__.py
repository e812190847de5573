"""Tests of HTTP on a laptop."""
