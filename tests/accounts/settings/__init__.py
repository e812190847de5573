"""An account's settings."""
