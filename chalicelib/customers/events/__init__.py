"""What customers did, as other systems tell it."""
