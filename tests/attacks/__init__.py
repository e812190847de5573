"""What strangers try, and what must happen."""
