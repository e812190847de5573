"""What is wrong between an inbox and its provider, for the merchant to see and to mend.

A fault is over when new credentials are entered, or when who saw it sees that it works: a provider
that takes a message has not delivered it yet.
"""

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed
from chalicelib.inboxes import storage
from chalicelib.inboxes.model import Inbox, Witness


def broken(desk: Desk, inbox: Inbox, why: str, *, by: Witness = Witness.sending) -> DeliveryFailed:
    """Note that nothing will work until the merchant acts; return what the message fails with."""
    storage.note_fault(desk, inbox, why, by=by)
    return DeliveryFailed(why, permanent=True)


def works(desk: Desk, inbox: Inbox, *, by: Witness = Witness.sending) -> None:
    """Note that it works again, if it was this witness who saw that it did not."""
    if inbox.fault and inbox.fault_seen_by is by:
        storage.note_fault(desk, inbox, "", by=by)
