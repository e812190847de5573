"""What became of the conversations that the Customer Agent had, and what it could not answer."""
