"""Tests of the code itself: its arrows, its purity, its sizes and its words."""
