"""`/v1/sends`: what other systems sent to customers (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.marketing import batches
from chalicelib.marketing.sends import rules
from chalicelib.marketing.sends.model import SendKind
from chalicelib.marketing.sends.record import Told, record
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class SendBody(Body, frozen=True):
    """A campaign's or flow's message; without a moment it was sent just now."""

    id: batches.Id
    channel: Kind
    kind: SendKind
    name: Annotated[str, Meta(min_length=1, max_length=rules.MAX_NAME)]
    customer: batches.CustomerBody
    source_id: Annotated[str, Meta(max_length=rules.MAX_NAME)] = ""
    """The campaign's or flow's own id, by which reports know it when its name changes."""
    sent_at: batches.Moment | None = None
    text: Annotated[str, Meta(max_length=rules.MAX_TEXT)] = ""


@routes.post("/v1/sends", needs="sends:write", body=dict)
def record_sends(desk: Desk, body: dict[str, Any]) -> Answer:
    """Record one send, or up to a hundred as `sends`; each id counts once."""
    return batches.answer(desk, body, "sends", SendBody, _record)


def _record(desk: Desk, wanted: SendBody) -> tuple[str, bool]:
    channel = CHANNELS.get(wanted.channel)
    if channel is None or not channel.capabilities.attributes:
        fault = Fault("/channel", "not_attributed", "No message on this channel is attributed.")
        raise Invalid("Sends of this channel are not recorded.", faults=[fault])
    sent_at = wanted.sent_at or desk.now()
    batches.refuse_future(desk, sent_at, "/sent_at")
    told = Told(
        id=wanted.id,
        channel=wanted.channel,
        kind=wanted.kind,
        name=wanted.name,
        source_id=wanted.source_id,
        who=wanted.customer.who(),
        sent_at=sent_at,
        text=wanted.text,
    )
    return record(desk, told)
