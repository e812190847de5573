"""Shops on Shopify: connecting one, its webhooks, its Admin API."""
