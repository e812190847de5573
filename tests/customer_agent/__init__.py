"""What answers shoppers by itself."""
