"""What WhatsApp and Instagram share."""
