"""Tests of orders, and of the connection to the shop that has them."""
