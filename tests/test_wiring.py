"""The real desk: built once, when first needed, from what the environment says."""

import pytest

from chalicelib import settings, wiring
from chalicelib.core.desk import CallerKind
from dev.aws.gate import gate
from tests.conftest import ENVIRONMENT


def test_a_request_starts_as_a_stranger_without_an_account(ports: wiring.Ports) -> None:
    desk = wiring.desk_for("request-1", "203.0.113.7")

    assert (desk.caller.kind, desk.account_id) == (CallerKind.stranger, "")
    assert (desk.operation_id, desk.source_ip) == ("request-1", "203.0.113.7")


def test_the_system_works_for_an_account(ports: wiring.Ports) -> None:
    desk = wiring.system_desk("acc_1", "sweep-1")

    assert (desk.caller.kind, desk.account_id) == (CallerKind.system, "acc_1")


def test_two_operations_without_a_name_are_never_the_same(ports: wiring.Ports) -> None:
    ids = {wiring.desk_for("").operation_id, wiring.system_desk("a", "").operation_id, ""}

    assert len(ids) == 3


def test_desks_share_ports_and_nothing_else(ports: wiring.Ports) -> None:
    one, other = wiring.desk_for("1"), wiring.desk_for("2")

    assert one.files is other.files
    assert one.cache is not other.cache


def test_the_environment_is_read_when_the_first_desk_is_needed(
    aws: settings.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    wiring.install(None)

    with gate.recorded() as calls:
        desk = wiring.desk_for("1")

    assert desk.place.base_url == ENVIRONMENT["DESKHAND_BASE_URL"]
    assert wiring.ports() is wiring.ports()
    assert calls == []
    wiring.install(None)


def test_the_clock_is_aware() -> None:
    assert wiring.clock().tzinfo is not None
