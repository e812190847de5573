"""What a message is about and whether it is wanted: a small linear model of the text."""
