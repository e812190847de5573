"""What an account pays for, and until when."""
