"""Numbers at providers that say what they are told to say."""

import itertools
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.inboxes import secrets, storage
from chalicelib.inboxes.connect import connect
from chalicelib.inboxes.model import Inbox, Wanted
from tests.kit.http_world import World, reply

SID = "AC" + "0" * 32
TOKEN = "0123456789abcdef0123456789abcdef"
NUMBERS = "https://api.twilio.com/2010-04-01/Accounts/*/IncomingPhoneNumbers.json*"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:texts"
AWS = "https://sms-voice.eu-central-1.amazonaws.com/"


_numbers = itertools.count(2_000_000)


def a_number() -> str:
    """Return a number that no other test has: one belongs to one account."""
    return f"+1202{next(_numbers)}"


def wanted(**facts: Any) -> dict[str, Any]:
    """Return a body that connects a number at Twilio."""
    known: dict[str, Any] = {
        "channel": "sms",
        "provider": "twilio",
        "address": "+12025550142",
        "settings": {"account_sid": SID},
        "credentials": {"auth_token": TOKEN},
    }
    return {**known, **facts}


def at_aws(**facts: Any) -> dict[str, Any]:
    """Return a body that connects a number at AWS."""
    known = {
        "provider": "aws",
        "settings": {"region": "eu-central-1", "topic_arn": TOPIC},
        "credentials": {"access_key_id": "AKIA00000000", "secret_access_key": "s" * 40},
    }
    return wanted(**{**known, **facts})


def owns(world: World, *numbers: str) -> None:
    """Let both providers say that these numbers are theirs who ask."""
    found = [{"phone_number": number} for number in numbers]
    world.http.on("GET", NUMBERS, reply(200, {"incoming_phone_numbers": found}))
    world.http.on("POST", AWS, reply(200, {"PhoneNumbers": [{"PhoneNumber": n} for n in numbers]}))


def connected(desk: Desk, world: World, **facts: Any) -> Inbox:
    """Return a connected number that no other test has."""
    address = facts.pop("address", None) or a_number()
    owns(world, address)
    body = at_aws(**facts) if facts.get("provider") == "aws" else wanted(**facts)
    return connect(desk, Wanted(**{**body, "address": address}))


def attached(desk: Desk) -> Inbox:
    """Return a number at Twilio that no other test has, where no provider can be asked."""
    inbox_id, number = desk.new_id("inb"), a_number()
    inbox = Inbox(
        id=inbox_id,
        channel="sms",
        provider="twilio",
        address=number,
        external_id=number,
        settings={"account_sid": SID},
        sealed=secrets.sealed(desk, inbox_id, {"auth_token": TOKEN}),
        created_at=desk.now(),
    )
    storage.add(desk, inbox, [accounts.put_event(desk, "inbox_connected", inbox_id, number)])
    return inbox
