"""Subscriptions at Recharge: connecting it, showing and changing what a customer has there."""
