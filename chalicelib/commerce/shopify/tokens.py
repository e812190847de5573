"""The code that a shop led back with, for a token that lasts."""

import json

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, Unavailable, Uncertain


class _Granted(msgspec.Struct, frozen=True):
    access_token: str
    scope: str = ""


def exchange(
    desk: Desk, domain: str, app: tuple[str, str], code: str
) -> tuple[str, frozenset[str]]:
    """Return an offline token and what it is good for.

    A code is good for once: whoever got no answer begins anew. Raises Invalid where the shop
    refuses it, and Unavailable where it does not answer.
    """
    asked = {"client_id": app[0], "client_secret": app[1], "code": code}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    url = f"https://{domain}/admin/oauth/access_token"
    try:
        reply = desk.http.request("POST", url, headers=headers, body=json.dumps(asked).encode())
    except Uncertain as error:
        raise Unavailable("The shop did not answer; begin anew.") from error
    if 400 <= reply.status < 500 and reply.status != 429:
        detail = "The shop does not take the code, or the app's id and secret."
        raise Invalid(detail, code="shop_refused")
    if reply.status != 200:
        raise Unavailable("The shop did not answer; begin anew.")
    try:
        granted = msgspec.json.decode(reply.body, type=_Granted)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unavailable("The shop did not answer as Shopify says it does.") from error
    return granted.access_token, frozenset(filter(None, granted.scope.split(",")))
