"""Questions to a demo shop, and how many of them its articles answer rightly."""
