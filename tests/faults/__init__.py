"""What must hold when AWS, clients and clocks misbehave."""
