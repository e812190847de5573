"""Where providers deliver to. The routes are open: what lets somebody in is the signature.

The bytes are taken as they came, whatever they say they are.
"""

from urllib.parse import urlencode

from chalicelib.channels.model import Delivery
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, TooLarge
from chalicelib.inboxes.tokens import is_verify_token
from chalicelib.messaging import door
from chalicelib.web.answers import Answer, Text, no_content
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes()

MAX_BODY = 3 * 1024 * 1024
"""What Meta puts into one delivery at most."""
_KEPT = frozenset({
    "content-type", "x-amz-sns-message-type", "x-hub-signature-256", "x-twilio-signature",
})  # fmt: skip
"""The headers that something is read from; the others are nobody's business."""
_FORM_OR_JSON = ("application/x-www-form-urlencoded", "application/json")


@routes.on("POST", "/hooks/twilio", needs=NOBODY_ASKED, takes=_FORM_OR_JSON)
def take_twilio(desk: Desk, request: Request) -> Answer:
    """Take texts, and receipts of ours, from Twilio; it is to answer nothing to them."""
    door.take(desk, _delivery(desk, "twilio", request))
    return Answer(Text("<Response/>"), headers={"Content-Type": "text/xml"})


@routes.on(
    "POST", "/hooks/sns", needs=NOBODY_ASKED, takes=("text/plain", "application/json"), status=204
)
def take_sns(desk: Desk, request: Request) -> Answer:
    """Take what a merchant's topic at AWS says of texts."""
    door.take(desk, _delivery(desk, "aws", request))
    return no_content()


@routes.post("/hooks/meta", needs=NOBODY_ASKED)
def take_meta(desk: Desk, request: Request) -> Answer:
    """Take messages and receipts of WhatsApp and Instagram."""
    door.take(desk, _delivery(desk, "meta", request))
    return Answer(Text("EVENT_RECEIVED"), headers={"Content-Type": "text/plain"})


@routes.get("/hooks/meta", needs=NOBODY_ASKED)
def prove_meta(desk: Desk, request: Request) -> Answer:
    """Show Meta that this path belongs to who entered it there."""
    from chalicelib.channels.meta.signature import challenge

    proof = challenge(request.query, lambda token: is_verify_token(desk, token))
    if proof is None:
        raise Forbidden("This is not the token that Deskhand shows for this inbox.")
    return Answer(Text(proof), headers={"Content-Type": "text/plain"})


def _delivery(desk: Desk, provider: str, request: Request) -> Delivery:
    if len(request.body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    return Delivery(
        provider=provider,
        method=request.method,
        url=f"{desk.place.base_url}{request.path}{_query(request)}",
        headers={name: text for name, text in request.headers.items() if name in _KEPT},
        body=request.body,
    )


def _query(request: Request) -> str:
    # The gateway takes queries apart; ours hold nothing that could be put together otherwise.
    return f"?{urlencode(request.queries, doseq=True)}" if request.queries else ""
