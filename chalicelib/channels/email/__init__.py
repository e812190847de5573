"""Mail: SES puts it into a bucket and takes it from us; `parse` is for workers only."""

from chalicelib.channels.email.channel import CHANNEL

__all__ = ["CHANNEL"]
