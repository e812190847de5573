"""What is taken from, and answered to, who tells of sends."""

from typing import Annotated

from msgspec import Meta

from chalicelib.marketing import batches
from chalicelib.marketing.sends.routes import SendBody
from chalicelib.marketing.shapes import recorded
from chalicelib.web.bodies import Body
from chalicelib.web.description.shapes import Answers, one_of


class Sends(Body, frozen=True):
    """Several sends at once."""

    sends: Annotated[tuple[SendBody, ...], Meta(min_length=1, max_length=batches.MAX_AT_ONCE)]


ANSWERS: Answers = {"POST /v1/sends": recorded(one_of(SendBody, Sends))}
