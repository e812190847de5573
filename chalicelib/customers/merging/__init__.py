"""Two profiles that are one person, joined by reference and parted again."""
