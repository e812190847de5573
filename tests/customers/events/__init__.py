"""What customers did."""
