"""What a message is about, and whether it is wanted."""
