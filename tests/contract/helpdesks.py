"""What Zendesk and Gorgias take, as they publish it: an extract in our words of what is used.

`schemas/zendesk.json` and `gorgias.json` name their sources, and what could not be found.
"""

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator

from tests.kit.http_world import Sent

_SCHEMAS = Path(__file__).parent / "schemas"


@cache
def contract(provider: str) -> dict[str, Any]:
    """Return what a helpdesk takes."""
    return json.loads((_SCHEMAS / f"{provider}.json").read_text(encoding="utf-8"))


def operation(provider: str, method: str, path: str) -> dict[str, Any]:
    """Return the operation that this asks for; nothing else may be asked for."""
    for each in contract(provider)["operations"]:
        if each["method"] == method and re.fullmatch(each["path"], path):
            return each
    raise AssertionError(f"{provider} has no {method} {path}")


def check(provider: str, sent: Sent) -> None:
    """Raise AssertionError for a request that the helpdesk would not take as it is."""
    known, url = contract(provider), urlsplit(sent.url)
    wanted = operation(provider, sent.method, url.path)
    headers = {name.lower(): value for name, value in sent.headers.items()}
    assert re.fullmatch(known["auth"], headers["authorization"])
    who = base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode()
    assert re.fullmatch(known["user"], who.partition(":")[0])
    assert set(parse_qs(url.query)) <= set(wanted.get("query", ())), sent.url
    if "body" not in wanted:
        assert not sent.body
        return
    assert headers["content-type"] == "application/json"
    body = json.loads(sent.body or b"null")
    found = [error.message for error in Draft202012Validator(wanted["body"]).iter_errors(body)]
    assert found == [], (sent.method, url.path, body)
