"""What services deliver: the last that was taken, and what was refused since."""

import pytest

from chalicelib.core.errors import Unauthenticated, Unavailable
from chalicelib.status.look import look
from chalicelib.status.model import Webhooks
from chalicelib.web import knocks
from dev.aws.gate import gate
from tests.channels.sms import texts
from tests.kit.http_world import World
from tests.messaging.deliveries import Line, line, shop

__all__ = ["line", "shop"]


def twilio(line: Line) -> Webhooks:
    [found] = look(line.desk()).webhooks
    return found


def forged(line: Line) -> None:
    with pytest.raises(Unauthenticated):
        line.take(texts.spoilt(line.text(), x_twilio_signature="x"))


def test_a_refusal_shows_until_something_is_taken(line: Line, world: World) -> None:
    line.take(line.text())
    taken = twilio(line)
    assert (taken.source, taken.last_at, taken.refused) == ("twilio", world.clock(), 0)
    assert look(line.desk()).is_well

    world.pass_time(minutes=2)
    forged(line)

    refused = twilio(line)
    assert (refused.refused, refused.reason) == (1, "signature")
    assert refused.last_refused_at == world.clock()
    assert not look(line.desk()).is_well
    world.pass_time(minutes=2)
    line.take(line.text())
    assert (twilio(line).refused, twilio(line).reason) == (0, "")


def test_a_stranger_costs_a_write_a_minute_however_often_they_knock(
    line: Line, world: World
) -> None:
    forged(line)
    with gate.recorded() as calls:
        for _ in range(20):
            forged(line)
    assert not [call for call in calls if "DOOR#" in str(call.parameters())]

    world.pass_time(minutes=2)
    forged(line)

    assert twilio(line).refused == 22


def test_processes_that_know_nothing_of_each_other_write_once_a_minute(
    line: Line, world: World
) -> None:
    for _ in range(3):
        knocks.forget(line.desk().account_id, "twilio")
        forged(line)

    assert twilio(line).refused == 1


def test_what_a_stranger_says_of_an_unknown_number_is_noted_nowhere(line: Line) -> None:
    with gate.recorded() as calls, pytest.raises(Unauthenticated):
        line.take(texts.twilio(token="f" * 32, To="+12029999999"))

    assert not [call for call in calls if "DOOR#" in str(call.parameters())]


def test_noting_never_keeps_a_delivery_out(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(knocks.KnockRow, "update", busy)
    line.take(line.text())

    assert len(line.waiting()) == 1
