"""Customers' and agents' stories, told over a real socket to the whole product."""
