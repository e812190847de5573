"""Getting back what was lost."""
