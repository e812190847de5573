"""WhatsApp, by Meta's Cloud API."""

from chalicelib.channels.whatsapp.channel import CHANNEL

__all__ = ["CHANNEL"]
