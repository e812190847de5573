"""Asking a provider whether a number is theirs who connect it, and whether the secrets are right.

Without it, whoever is first could take another shop's number, and a typing mistake would show
only when a customer waits for an answer.
"""

import base64
import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from chalicelib.aws import texts
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import Fault, Invalid, Unavailable
from chalicelib.inboxes.graph import FACEBOOK, INSTAGRAM
from chalicelib.inboxes.model import Credentials, Inbox

_MOST_PAGES = 20
_UNKNOWN_AT_AWS = frozenset({
    "AccessDeniedException", "InvalidSignatureException", "UnrecognizedClientException",
})  # fmt: skip
_TWILIO = "https://api.twilio.com/2010-04-01/Accounts"


def prove(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    """Raise Invalid where the provider says no, Unavailable where it says nothing."""
    proof = PROOFS.get((inbox.channel, inbox.provider))
    if proof is not None:
        proof(desk, inbox, credentials)


def _twilio(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    sid = inbox.settings["account_sid"]
    place = f"{_TWILIO}/{sid}/IncomingPhoneNumbers.json"
    url = f"{place}?PhoneNumber={quote(inbox.address, safe='')}"
    pair = f"{sid}:{credentials['auth_token']}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    answer = _answer(desk.http.request("GET", url, headers=headers, body=None))
    if not any(n.get("phone_number") == inbox.address for n in answer["incoming_phone_numbers"]):
        _refuse("/address", "number_not_found", "This account at the provider has no such number.")


def _answer(reply: Reply) -> Any:
    if reply.status in (401, 403, 404):
        _refuse("/credentials", "credentials_refused", "The provider does not know them.")
    try:
        answer = json.loads(reply.body)
    except ValueError as error:
        raise Unavailable("The provider does not answer just now.") from error
    if reply.status >= 300:
        raise Unavailable("The provider does not answer just now.")
    return answer


def _refuse(pointer: str, code: str, detail: str) -> None:
    raise Invalid(detail, code=code, faults=[Fault(pointer, code, detail)])


def _aws(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    asked: dict[str, object] = {"MaxResults": 100}
    for _ in range(_MOST_PAGES):
        reply = texts.ask(desk, {**inbox.settings, **credentials}, "DescribePhoneNumbers", asked)
        if texts.error(reply)[0] in _UNKNOWN_AT_AWS:
            _refuse("/credentials", "credentials_refused", "The provider does not know them.")
        answer = _answer(reply)
        if any(n.get("PhoneNumber") == inbox.address for n in answer.get("PhoneNumbers", ())):
            return
        if not answer.get("NextToken"):
            break
        asked["NextToken"] = answer["NextToken"]
    _refuse("/address", "number_not_found", "This account at the provider has no such number.")


def _whatsapp(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    number_id = inbox.settings["phone_number_id"]
    # Proves the secret too: Meta refuses a token with the proof of another app.
    secret, token = credentials["app_secret"], credentials["access_token"]
    proof = hmac.digest(secret.encode(), token.encode(), "sha256").hex()
    url = f"{FACEBOOK}/{number_id}?fields=display_phone_number&appsecret_proof={proof}"
    found = _at_meta(desk, url, token).get("display_phone_number")
    if f"+{re.sub('[^0-9]', '', str(found))}" != inbox.address:
        _refuse("/address", "number_not_found", "This id at Meta is that of another number.")


def _instagram(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    url = f"{INSTAGRAM}/me?fields=user_id,username"
    answer = _at_meta(desk, url, credentials["access_token"])
    found: Any = (answer.get("data") or [answer])[0]
    if str(found.get("user_id")) != inbox.address:
        _refuse("/address", "account_not_found", "This token is that of another account.")


def _at_meta(desk: Desk, url: str, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    reply = desk.http.request("GET", url, headers=headers, body=None)
    if reply.status == 400:  # whatever is wrong with a token or a secret
        _refuse("/credentials", "credentials_refused", "Meta does not know them.")
    return _answer(reply)


PROOFS: Mapping[tuple[str, str], Callable[[Desk, Inbox, Credentials], None]] = {
    ("sms", "twilio"): _twilio,
    ("sms", "aws"): _aws,
    ("whatsapp", "meta"): _whatsapp,
    ("instagram", "meta"): _instagram,
}
"""By channel and provider, as in `rules.KINDS`."""
