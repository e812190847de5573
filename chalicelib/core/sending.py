"""What a mail service says of a domain that mail is to come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How far a domain is set up there; one that is not known can be no sender."""

    is_known: bool = False
    may_send: bool = False
    has_failed: bool = False
    """The service looked for the records for days, and gave up."""
    records: Mapping[str, str] = field(default_factory=dict[str, str])
    """CNAME records to publish, each name with where it points to."""
    mail_from: str = ""
    """The domain that bounces go to, where the shop has one of its own."""
    mail_from_state: str = ""
    """`pending`, `success` or `failed`."""
    feedback_host: str = ""
    """Where bounces are taken."""
