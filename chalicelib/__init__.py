"""Deskhand, a serverless helpdesk for online shops."""
