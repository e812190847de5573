"""Tests of chalicelib.tickets.attachments."""
