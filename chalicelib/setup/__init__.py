"""What is left to set up: each step looks at what is, and says what is wrong with it."""
