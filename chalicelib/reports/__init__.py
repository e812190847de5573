"""Figures that are read at once: folded from the table's stream into counters of each day."""
