"""What the shop's marketing sent, who answered it, and what its links led to."""
