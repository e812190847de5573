"""What an account pays for: until when, who changes it, and who is told."""
