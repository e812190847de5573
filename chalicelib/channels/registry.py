"""All channels in one table; the only place that a new one is added to."""

from chalicelib.channels import email, webchat
from chalicelib.channels.model import Capabilities, Channel, Kind

CHANNELS: dict[Kind, Channel] = {
    channel.kind: channel for channel in (email.CHANNEL, webchat.CHANNEL)
}


def capabilities(kind: Kind) -> Capabilities:
    """Return what a channel can carry."""
    return CHANNELS[kind].capabilities
