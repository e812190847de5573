"""The platform's door: what it delivers is taken at once if it signed it; `inbound` reads it."""

import json
from collections.abc import Mapping

from chalicelib.core.desk import Desk
from chalicelib.core.errors import TooLarge
from chalicelib.core.ids import is_id
from chalicelib.marketing.platform import storage
from chalicelib.web import doors, knocks

JOB = "platform_delivery"
MAX_BODY = 5 * 1024 * 1024


def take(desk: Desk, account_id: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Hand a delivery to the workers; raise Unauthenticated for what the platform has not signed.

    The account in the path is a stranger's word until its own secret vouches for it.
    """
    if len(body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    if not _is_vouched(desk, account_id, body, headers):
        raise doors.refusal(desk, "klaviyo")
    own = desk.for_account(account_id)
    order = {"job": JOB, "account_id": account_id, **doors.kept(own, body)}
    own.queues.put("jobs", [json.dumps(order)])
    knocks.taken(own, "klaviyo")


def _is_vouched(desk: Desk, account_id: str, body: bytes, headers: Mapping[str, str]) -> bool:
    # What reads the platform's words is loaded when it says some, not with every request.
    from chalicelib.marketing.platform import klaviyo

    if not is_id("acc", account_id) or not headers.get("klaviyo-signature"):
        return False
    own = desk.for_account(account_id)
    platform = storage.recent(own)
    if platform is None or not platform.has_webhook_secret:
        return False
    secret = storage.opened(own, platform).webhook_secret
    is_genuine = klaviyo.is_genuine(body, headers, secret, desk.now())
    if not is_genuine:
        knocks.refused(own, "klaviyo", knocks.SIGNATURE)
    return is_genuine
