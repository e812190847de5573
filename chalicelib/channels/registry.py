"""All channels in one table; the only place that a new one is added to."""

from chalicelib.channels import email, instagram, sms, webchat, whatsapp
from chalicelib.channels.model import Capabilities, Channel, Hook, Kind

_ALL = (email.CHANNEL, sms.CHANNEL, whatsapp.CHANNEL, instagram.CHANNEL, webchat.CHANNEL)
CHANNELS: dict[Kind, Channel] = {channel.kind: channel for channel in _ALL}


def capabilities(kind: Kind) -> Capabilities:
    """Return what a channel can carry."""
    return CHANNELS[kind].capabilities


def hooks(provider: str) -> dict[Kind, Hook]:
    """Return how a provider's deliveries are read, for each channel that it carries."""
    return {
        kind: channel.hook(provider)
        for kind, channel in CHANNELS.items()
        if channel.hook and provider in channel.providers
    }
