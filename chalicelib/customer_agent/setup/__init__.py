"""How the Customer Agent is set up: where it answers, its tone, its rules, whom it hands off to."""
