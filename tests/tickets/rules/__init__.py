"""Tests of what may happen to a ticket."""
