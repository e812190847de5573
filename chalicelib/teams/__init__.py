"""Teams: agents who get tickets together, and which tickets those are."""
