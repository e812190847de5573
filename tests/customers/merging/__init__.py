"""Two profiles of one person."""
