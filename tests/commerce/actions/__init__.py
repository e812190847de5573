"""What is done at outside services."""
