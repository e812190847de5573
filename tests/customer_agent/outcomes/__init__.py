"""What became of the Customer Agent's conversations."""
