"""What the team does with tickets: how many come and go, and how long people wait."""
