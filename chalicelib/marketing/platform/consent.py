"""What the platform says of consent becomes a word of the customer."""

from datetime import datetime

from chalicelib.core.desk import Desk
from chalicelib.customers.consent.model import Consent, ConsentChannel, ConsentKind, ConsentState
from chalicelib.customers.edit import edit
from chalicelib.customers.model import Edit

_SOURCE = "klaviyo"


def note_consent(
    desk: Desk, customer_id: str, channel: ConsentChannel, *, at: datetime, is_subscribed: bool
) -> None:
    """Note that a customer agreed to marketing on a channel, or took it back, at a moment.

    What came later counts: a word that is told late changes nothing, and one from the future is
    of now, lest it outrank all that the customer says until then.
    """
    word = Consent(
        channel=channel,
        kind=ConsentKind.marketing,
        state=ConsentState.subscribed if is_subscribed else ConsentState.unsubscribed,
        source=_SOURCE,
        at=min(at, desk.now()),
    )
    edit(desk, customer_id, Edit(consents=(word,)))
