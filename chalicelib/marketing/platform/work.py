"""What the platform's words mean: texts received, consent, events, what it knows of somebody."""

from dataclasses import replace

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Forbidden, NotFound, Unavailable, Uncertain
from chalicelib.customers import storage as customers
from chalicelib.customers.edit import edit
from chalicelib.customers.events.model import Event
from chalicelib.customers.model import Edit, Who
from chalicelib.customers.whom import whom
from chalicelib.marketing.events import rules as orders
from chalicelib.marketing.events.record import record as record_event
from chalicelib.marketing.platform import klaviyo, klaviyo_api, storage
from chalicelib.marketing.platform.consent import note_consent
from chalicelib.marketing.platform.model import Happening
from chalicelib.marketing.sends import rules as sends
from chalicelib.marketing.sends.record import Told
from chalicelib.marketing.sends.record import record as record_send

PASSING = (Unavailable, Uncertain)
"""What is over when the delivery is worked off again."""


def do(desk: Desk, happening: Happening) -> None:
    """Do what one item of a delivery says; what is of no concern, and nobody's, is left out."""
    if happening.topic == klaviyo.RECEIVED:
        _received(desk, happening)
    elif happening.topic in klaviyo.SUBSCRIPTIONS:
        channel, is_subscribed = klaviyo.SUBSCRIPTIONS[happening.topic]
        if who := _who(desk, happening):
            note_consent(
                desk, whom(desk, who), channel, at=happening.at, is_subscribed=is_subscribed
            )
    elif klaviyo.is_event(happening.topic):
        _did(desk, happening)
    if happening.name or happening.profile:
        _known(desk, happening)


def _received(desk: Desk, happening: Happening) -> None:
    kind = klaviyo.kind_of(happening.properties)
    who = _who(desk, happening) if kind else None
    if kind and who:
        told = Told(
            id=f"klaviyo {happening.id}",
            channel=Kind.sms,
            kind=kind,
            name=klaviyo.name_of(happening.properties)[: sends.MAX_NAME],
            source_id=klaviyo.source_id_of(happening.properties)[: sends.MAX_NAME],
            who=who,
            sent_at=happening.at,
            text=klaviyo.text_of(happening.properties)[: sends.MAX_TEXT],
        )
        record_send(desk, told)


def _did(desk: Desk, happening: Happening) -> None:
    order_id, value, currency = klaviyo.order_of(happening.properties)
    is_order = klaviyo.is_order(happening.topic)
    own = {"order_id": order_id} if is_order and order_id else {}
    if who := _who(desk, happening):
        event = Event(
            id=f"klaviyo {happening.id}",
            metric=orders.PLACED_ORDER if is_order else happening.metric[: orders.MAX_METRIC],
            customer_id=whom(desk, who),
            at=happening.at,
            properties=klaviyo.bounded(
                {**own, **happening.properties, **own}, orders.MAX_PROPERTIES
            ),
            value=value if value is not None and abs(value) < orders.LARGEST else None,
            currency=currency if len(currency) == len(orders.NO_CURRENCY) else "",
        )
        record_event(desk, event)


def _known(desk: Desk, happening: Happening) -> None:
    """Note what the platform knows of a customer; a name only where there is none."""
    if who := _who(desk, happening):
        customer = customers.load(desk, whom(desk, who))
        name = None if customer.name else happening.name
        edit(desk, customer.id, Edit(name=name, told=happening.profile))


def _who(desk: Desk, happening: Happening) -> Who | None:
    """Return who is meant; where a delivery names no address the platform is asked for one."""
    who = happening.who
    if not (who.phone or who.email) and happening.profile_id:
        who = _asked(desk, happening)
    return replace(who, id="") if who.phone or who.email else None


def _asked(desk: Desk, happening: Happening) -> Who:
    platform = storage.recent(desk)
    if platform is None:
        return Who()
    own = storage.opened(desk, platform)
    try:
        return klaviyo_api.addresses(desk, own.api_key, happening.profile_id)
    except (Forbidden, NotFound, DeliveryFailed):
        return Who()
