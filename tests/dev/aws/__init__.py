"""Tests of AWS on a laptop."""
