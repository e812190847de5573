"""Web chat: visitors of the shop, who fetch their messages themselves."""

from chalicelib.channels.webchat.channel import CHANNEL

__all__ = ["CHANNEL"]
