"""A-117: whoever reads the logs learns no secret, no address and nobody's words.

Every command of the product is given, with all that follows from it, and each line is looked at.
"""

import json
import re
from typing import Any

import pytest

from tests.faults.catalogue import every
from tests.faults.commands import Command
from tests.faults.shop import Shop

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
PHONE = re.compile(r"\+\d{7,}")
TOKEN = re.compile(r"\bdh[a-z]_|Bearer|eyJ")


def learnt(text: str, shop: Shop) -> list[str]:
    """Return what must not stand there and does."""
    secrets = [shop.visitor, shop.hand, *shop.tokens.values()]
    hidden = [each for each in secrets if each and not re.fullmatch(r"[a-z]{3}_\w+", each)]
    found = [each for each in (*shop.said, *hidden) if each in text]
    patterns = (ADDRESS, PHONE, TOKEN)
    return [*found, *(match for pattern in patterns for match in pattern.findall(text))]


@every()
def test_no_line_tells_what_was_said_or_by_whom(
    shop: Shop, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command.prepare(shop)
    command.act(shop)
    shop.cloud.calm()
    shop.cloud.sweep()

    text = capsys.readouterr().out
    told: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]

    assert any(line.get("operation") == "sweep" for line in told)
    assert learnt(text, shop) == []


def test_what_must_not_stand_there_would_be_found(shop: Shop) -> None:
    token = next(iter(shop.tokens.values()))
    shop.said.append("Where is my parcel?")

    for text in ("ada@mail.example", "+4915112345678", token, "Where is my parcel?"):
        assert learnt(f'{{"detail":"{text}"}}', shop) != []
