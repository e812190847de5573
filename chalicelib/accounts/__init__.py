"""Accounts, their people and settings: who may do what."""
