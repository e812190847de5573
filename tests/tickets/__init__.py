"""Tests of chalicelib.tickets."""
