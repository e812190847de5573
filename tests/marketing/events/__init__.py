"""Tests of events, and of revenue."""
