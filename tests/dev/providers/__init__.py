"""Stand-ins for providers."""
