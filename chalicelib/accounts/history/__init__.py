"""What was done to an account, told to its people."""
