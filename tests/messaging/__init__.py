"""Messages between customers and the team."""
