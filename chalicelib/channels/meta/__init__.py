"""What WhatsApp and Instagram share: Meta's signature, its Graph API, and its error codes."""
