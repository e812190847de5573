"""Campaign and flow messages that customers received, and the texts that answer them."""
