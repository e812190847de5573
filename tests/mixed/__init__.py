"""Old and new code that take turns on one table, as in the minutes of a deploy."""
