"""Whether a customer wants to hear from the shop: by which channel, for what, since when."""
