"""What the Customer Agent says to a message, or that a person should."""
