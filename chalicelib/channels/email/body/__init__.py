"""A mail as words: HTML made harmless, new words apart from old ones."""
