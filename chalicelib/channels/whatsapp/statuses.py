"""What WhatsApp says later about a message that we sent."""

from chalicelib.channels.meta.document import identifier
from chalicelib.channels.meta.errors import Problem, Verdict, judge
from chalicelib.channels.model import DeliveryState, Receipt
from chalicelib.channels.values import Json, table, tables, text
from chalicelib.channels.words import one_line

_STATES: dict[str, DeliveryState] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
_MAX_DETAIL = 300


def receipt(status: Json) -> Receipt | None:
    """Return what it reports; None for a state that says nothing about the way.

    It repeats the name that we gave the message, so that also one whose sending was answered by
    silence is known again.
    """
    state, provider_id = _STATES.get(text(status, "status")), identifier(status, "id")
    if state is None or not provider_id:
        return None
    why = _why(status) if state == "failed" else None
    number = text(status, "recipient_id")
    return Receipt(
        provider_id=provider_id,
        state=state,
        detail=why.detail if why else "",
        is_permanent=why is not None and why.verdict is not Verdict.later,
        address=f"+{number}" if number.isascii() and number.isdecimal() else "",
        message_id=identifier(status, "biz_opaque_callback_data"),
        fault=why.detail if why and why.verdict is Verdict.faulty else "",
    )


def _why(status: Json) -> Problem:
    error = (*tables(status, "errors"), status)[0]
    code = error.get("code")
    found = judge(code if isinstance(code, int) else None)
    if found is not None:
        return found
    words = text(table(error, "error_data"), "details") or text(error, "title")
    said = one_line(words[: 2 * _MAX_DETAIL])
    detail = f"{said} ({code})"[:_MAX_DETAIL] if code else said[:_MAX_DETAIL]
    return Problem(verdict=Verdict.refused, code="refused", detail=detail)
