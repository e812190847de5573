"""What every channel must do alike, whoever wrote it."""
