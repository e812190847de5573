"""Teams in the table: made, changed and ended while others do the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts import amend, people
from chalicelib.accounts.model import Plan, Role
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.teams import edit, rules, storage
from chalicelib.teams.model import Edit
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, event_names, keyed
from tests.kit.http_world import World


def wanted(shop: Shop, name: str = "Returns") -> Edit:
    """Return a team of the owner."""
    return Edit(name=name, agent_ids=(shop.owner.id,), tags=("returns",))


def names(desk: Desk) -> list[str]:
    return [team.name for team in storage.teams(desk)]


@pytest.mark.acceptance(83, 93, 94)
def test_a_team_is_kept_as_it_was_made(shop: Shop) -> None:
    ana = shop.hire()
    asked = replace(wanted(shop), agent_ids=(ana.id,), segments=("VIP",), description="Backs")

    made = edit.create(shop.desk(), asked)

    [team] = storage.teams(shop.desk())
    assert team == made
    assert (team.agent_ids, team.tags, team.segments) == ((ana.id,), ("returns",), ("VIP",))
    assert (team.description, team.order, team.version) == ("Backs", 1, 1)


def test_teams_come_in_their_order_and_new_ones_last(shop: Shop) -> None:
    for name, order in (("A", 5), ("B", None), ("C", 1), ("D", 5)):
        edit.create(shop.desk(), replace(wanted(shop, name), order=order))

    assert names(shop.desk()) == ["C", "A", "D", "B"]


def test_a_change_is_seen_at_once_and_elsewhere_within_seconds(shop: Shop, world: World) -> None:
    team = edit.create(shop.desk(), wanted(shop))
    assert names(shop.desk()) == ["Returns"]

    edit.edit(shop.desk(), team.id, Edit(name="Backs"))

    assert names(shop.desk()) == ["Backs"]
    Row(*keys.team(shop.account.id, team.id)).delete()  # as another process would
    assert names(shop.desk()) == ["Backs"]
    world.now += timedelta(seconds=5)
    assert names(shop.desk()) == []


def test_a_team_that_ended_is_gone(shop: Shop) -> None:
    team = edit.create(shop.desk(), wanted(shop))

    edit.remove(shop.desk(), team.id)

    assert names(shop.desk()) == []
    with pytest.raises(NotFound):
        edit.remove(shop.desk(), team.id)
    with pytest.raises(NotFound):
        edit.edit(shop.desk(), team.id, Edit(name="Back"))


def test_what_was_done_is_written_down(shop: Shop) -> None:
    team = edit.create(shop.desk(), wanted(shop))
    edit.edit(shop.desk(), team.id, Edit(name="Backs"))
    edit.edit(shop.desk(), team.id, Edit(name="Backs"))
    edit.remove(shop.desk(), team.id)

    said = event_names(shop.desk())

    assert said[-3:] == ("team_created", "team_changed", "team_removed")


def test_an_agent_may_be_in_several_teams(shop: Shop) -> None:
    edit.create(shop.desk(), wanted(shop, "A"))

    assert edit.create(shop.desk(), wanted(shop, "B")).agent_ids == (shop.owner.id,)


def test_strangers_and_other_roles_are_in_no_team(shop: Shop, other_shop: Shop) -> None:
    analyst, gone = shop.hire(Role.analyst), shop.hire()
    people.deactivate(shop.desk(), gone.id)
    agent_ids = (shop.owner.id, other_shop.owner.id, analyst.id, gone.id)

    with pytest.raises(Invalid) as refused:
        edit.create(shop.desk(), replace(wanted(shop), agent_ids=agent_ids))

    pointers = [fault.pointer for fault in refused.value.faults]
    assert pointers == ["/agent_ids/1", "/agent_ids/2", "/agent_ids/3"]


def test_a_plan_without_routing_reads_and_ends_teams(shop: Shop) -> None:
    team = edit.create(shop.desk(), wanted(shop))
    amend.amend(shop.desk(), "plan_changed", lambda a: replace(a, plan=Plan.inbox))

    assert names(shop.desk()) == ["Returns"]
    edit.remove(shop.desk(), team.id)
    assert names(shop.desk()) == []


def test_a_request_that_comes_again_makes_one_team(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)

    first = edit.create(keyed(desk), wanted(shop))
    again = edit.create(keyed(desk), wanted(shop))

    assert again == first
    assert names(desk) == ["Returns"]


def test_of_two_who_use_a_name_at_once_one_is_refused(shop: Shop) -> None:
    rivals = [wanted(shop, "RETURNS")]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            edit.create(shop.desk(), rivals.pop())

    with gate.hooked(before=meanwhile), pytest.raises(Conflict) as refused:
        edit.create(shop.desk(), wanted(shop))

    assert refused.value.code == "team_exists"
    assert names(shop.desk()) == ["RETURNS"]


def test_two_changes_at_once_both_count(shop: Shop) -> None:
    team = edit.create(shop.desk(), wanted(shop))
    rivals = [Edit(tags=("sizes",))]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            edit.edit(shop.desk(), team.id, rivals.pop())

    with gate.hooked(before=meanwhile):
        after = edit.edit(shop.desk(), team.id, Edit(name="Backs"))

    assert (after.name, after.tags, after.version) == ("Backs", ("sizes",), 3)


def test_there_are_only_so_many_teams(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_TEAMS", 1)
    edit.create(shop.desk(), wanted(shop))

    with pytest.raises(Conflict) as refused:
        edit.create(shop.desk(), wanted(shop, "B"))
    assert refused.value.code == "too_many_teams"


def test_another_account_has_no_such_team(shop: Shop, other_shop: Shop) -> None:
    team = edit.create(shop.desk(), wanted(shop))

    assert storage.teams(other_shop.desk()) == ()
    assert storage.team_names(shop.desk()) == {team.id: "Returns"}
