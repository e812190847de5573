"""Customers, their addresses and their routes."""
