"""What is taken from, and answered to, who tells of events."""

from typing import Annotated

from msgspec import Meta

from chalicelib.marketing import batches
from chalicelib.marketing.events.routes import EventBody
from chalicelib.marketing.shapes import recorded
from chalicelib.web.bodies import Body
from chalicelib.web.description.shapes import Answers, one_of


class Events(Body, frozen=True):
    """Several events at once."""

    events: Annotated[tuple[EventBody, ...], Meta(min_length=1, max_length=batches.MAX_AT_ONCE)]


ANSWERS: Answers = {"POST /v1/events": recorded(one_of(EventBody, Events))}
