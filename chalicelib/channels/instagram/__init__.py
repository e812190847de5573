"""Instagram's direct messages, by the Instagram API of Meta."""

from chalicelib.channels.instagram.channel import CHANNEL

__all__ = ["CHANNEL"]
