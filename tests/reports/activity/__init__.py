"""Tests of what the team does with tickets, in figures."""
