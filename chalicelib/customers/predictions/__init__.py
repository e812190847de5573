"""What customers will probably do: buy again, and when, for how much, or not at all."""
