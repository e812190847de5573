"""A visitor's chat: who they say they are, when they were last heard of, what they have seen."""

from dataclasses import dataclass, field
from datetime import datetime

INBOX, SANDBOX = "webchat", "sandbox"
"""Where visitors' chats are, and those that the team itself holds to try things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """It outlives its conversations: each of them is a ticket, the chat is the person they join."""

    id: str
    email: str = ""
    """Typed by the visitor; it proves nothing, ..."""
    is_email_proved: bool = False
    """... unless the shop vouched for it too."""
    name: str = ""
    user_id: str = ""
    """The shop's own id of the visitor; only there when the shop vouched for it."""
    is_identified: bool = False
    is_test: bool = False
    """Somebody of the team plays the visitor."""
    heard_at: datetime | None = None
    seen_ticket_id: str = ""
    seen_sequence: int = 0
    """The newest entry of that ticket that was on the visitor's screen."""
    created_at: datetime
    expires_at: datetime
    """Moves ahead while the visitor comes back; afterwards no token opens the chat."""
    digests: tuple[str, ...] = field(default=(), repr=False)
    """Of the tokens that open it, oldest first; the tokens themselves are nowhere."""

    @property
    def inbox(self) -> str:
        """Return where its conversations are."""
        return SANDBOX if self.is_test else INBOX

    def seen_in(self, ticket_id: str) -> int:
        """Return how far the visitor has read a ticket."""
        return self.seen_sequence if self.seen_ticket_id == ticket_id else 0
