"""Stand-ins for the companies that carry texts and messages: they answer at the real addresses."""
