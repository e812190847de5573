"""Tests of the ways out into the world."""
