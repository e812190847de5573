"""Send this, this must happen."""
