"""F-64: nobody can be told; the work is done all the same."""

import io
import sys

import pytest

from tests.faults.catalogue import every
from tests.faults.commands import Command
from tests.faults.invariants import check, scan
from tests.faults.shop import Shop


def a_closed_output() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@every()
def test_a_closed_output_keeps_nothing_from_being_done(
    shop: Shop, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", a_closed_output())
    monkeypatch.setattr(sys, "stderr", a_closed_output())

    command.prepare(shop)
    command.act(shop)
    shop.cloud.calm()

    assert command.effect(scan(shop))
    check(shop)
