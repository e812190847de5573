"""Tests of the laptop product."""
