"""Words that every capability shares; standard library only."""
