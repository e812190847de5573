"""Shops' own domains for short links: proved by DNS, and proved again every day."""
