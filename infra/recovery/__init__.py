"""Getting back what was lost: `make restore`."""
