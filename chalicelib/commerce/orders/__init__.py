"""Orders beside a ticket: shown, changed and cancelled (acceptance 62, 88)."""
