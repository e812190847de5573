"""Customers: who writes to the shop, and the addresses by which they are known again."""
