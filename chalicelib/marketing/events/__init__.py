"""Events that other systems tell of, and what they mean for what was sent."""
