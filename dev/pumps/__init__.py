"""What AWS does by itself: carrying messages, records and the time of day to the handlers."""
