"""What earlier versions wrote is read by today's code, and the other way round."""
