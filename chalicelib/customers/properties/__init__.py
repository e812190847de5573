"""What a shop wants to know of its customers, in its own words."""
