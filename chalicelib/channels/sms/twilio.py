"""What Twilio delivers: texts that came, and how far ours got. Pure.

Its signature is over the address that it called and the form's fields, sorted; for any other
body over the address alone, which then carries the body's digest.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from chalicelib.channels.model import (
    Credentials,
    Delivery,
    DeliveryState,
    Hook,
    Inbound,
    Kind,
    Media,
    Receipt,
    Sender,
)
from chalicelib.channels.sms.limits import cut
from chalicelib.channels.sms.twilio_codes import BROKEN, OPTED_OUT, meaning

FORM = "application/x-www-form-urlencoded"
SIGNATURE = "x-twilio-signature"
MAX_FIELDS = 1_000
MAX_MEDIA = 10
"""As many as a text can have."""
REF = "message"
"""In the address for receipts: which message of ours they are about."""

_Form = Mapping[str, Sequence[str]]
_KEYWORDS = frozenset({"STOP", "START", "HELP"})
_STATES: Mapping[str, DeliveryState] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def addresses(delivery: Delivery) -> tuple[str, ...]:
    """Return our number, as far as it names one."""
    form = _form(delivery)
    ours = _text(form, "From" if _is_receipt(form) else "To")
    return (ours,) if ours else ()


def verify(delivery: Delivery, credentials: Credentials, _now: datetime) -> bool:
    """Tell whether who has the auth token made it; Twilio signs no time."""
    token = credentials.get("auth_token", "")
    given = delivery.headers.get(SIGNATURE, "").encode()
    if not token or not given:
        return False
    if not _is_form(delivery) and not _is_digest_right(delivery):
        return False
    form = _form(delivery)
    # Twilio itself is of two minds about whether a usual port is part of the address.
    valid = [
        hmac.compare_digest(signature(token, url, form), given) for url in _spellings(delivery.url)
    ]
    return any(valid)


def parse(delivery: Delivery, address: str) -> tuple[Inbound | Receipt, ...]:
    """Return the text, or the receipt, if it is for this number of ours."""
    form = _form(delivery)
    if not _text(form, "MessageSid") or addresses(delivery) != (address,):
        return ()
    if _is_receipt(form):
        return _receipts(delivery, form)
    return (_inbound(form, address),)


def signature(token: str, url: str, form: _Form) -> bytes:
    """Return what Twilio's header says of this address and form."""
    parts = [url]
    for name in sorted(form):
        parts += [name + value for value in sorted(set(form[name]))]
    signed = "".join(parts).encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(token.encode(), signed, hashlib.sha1))


def _inbound(form: _Form, address: str) -> Inbound:
    text, notice = cut(_text(form, "Body"))
    keyword = _text(form, "OptOutType").upper()
    return Inbound(
        channel=Kind.sms,
        inbox=address,
        provider_id=_text(form, "MessageSid"),
        sender=Sender(address=_text(form, "From"), is_verified=True),
        text=text,
        media=tuple(_media(form)),
        keyword=keyword if keyword in _KEYWORDS else "",
        notice=notice,
    )


def _media(form: _Form) -> Iterator[Media]:
    for at in range(MAX_MEDIA):
        if url := _text(form, f"MediaUrl{at}"):
            yield Media(url=url, content_type=_text(form, f"MediaContentType{at}"))


def _receipts(delivery: Delivery, form: _Form) -> tuple[Receipt, ...]:
    state = _STATES.get(_text(form, "MessageStatus"))
    if state is None:
        return ()
    refs = parse_qs(urlsplit(delivery.url).query).get(REF, [""])
    code = _text(form, "ErrorCode") if state == "failed" else ""
    return (
        Receipt(
            provider_id=_text(form, "MessageSid"),
            state=state,
            detail=meaning(code),
            is_permanent=state == "failed",
            address=_text(form, "To"),
            message_id=refs[0],
            is_opt_out=code == OPTED_OUT,
            fault=meaning(code) if code in BROKEN else "",
        ),
    )


def _is_receipt(form: _Form) -> bool:
    return "MessageStatus" in form


def _is_form(delivery: Delivery) -> bool:
    return delivery.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


def _form(delivery: Delivery) -> _Form:
    if not _is_form(delivery):
        return {}
    try:
        return parse_qs(
            delivery.body.decode(),
            keep_blank_values=True,
            max_num_fields=MAX_FIELDS,
            errors="surrogateescape",
        )
    except ValueError:  # not UTF-8, or more fields than any text has
        return {}


def _text(form: _Form, name: str) -> str:
    values = form.get(name)
    return values[0] if values else ""


def _is_digest_right(delivery: Delivery) -> bool:
    told = parse_qs(urlsplit(delivery.url).query).get("bodySHA256", [""])[0].lower()
    right = hashlib.sha256(delivery.body).hexdigest()
    return bool(_DIGEST.fullmatch(told)) and hmac.compare_digest(told, right)


def _spellings(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    bare = parts.netloc.partition(":")[0]
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return (
        parts._replace(netloc=bare).geturl(),
        parts._replace(netloc=f"{bare}:{port}").geturl(),
    )


HOOK = Hook(provider="twilio", addresses=addresses, verify=verify, parse=parse)
