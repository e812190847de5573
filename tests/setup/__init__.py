"""The steps of a set-up."""
