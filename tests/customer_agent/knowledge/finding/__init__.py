"""Finding answers."""
