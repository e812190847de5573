"""Orders changed from a ticket."""
