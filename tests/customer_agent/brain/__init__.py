"""Tests of what the Customer Agent says."""
