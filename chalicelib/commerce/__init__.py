"""Orders of an account's shop, and the connection to the system that runs it."""
