"""The shop's customer platform: what it tells of customers, and what it is asked."""
