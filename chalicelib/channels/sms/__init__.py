"""Texts, by two providers behind one channel."""

from chalicelib.channels.sms.channel import CHANNEL

__all__ = ["CHANNEL"]
