"""How the Customer Agent is set up."""
