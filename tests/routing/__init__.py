"""Before a ticket finds its owner."""
