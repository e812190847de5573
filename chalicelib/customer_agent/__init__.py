"""What answers shoppers by itself, from what the account has told it."""
