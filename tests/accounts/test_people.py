"""People come, change their role, go and come back; one of them is the owner."""

from dataclasses import replace

import pytest

from chalicelib.accounts import people, storage
from chalicelib.accounts.model import Role
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound
from tests.accounts.conftest import Jobs, Mailed
from tests.accounts.shop import Shop, an_address, event_names, keyed


def test_an_invited_agent_is_in_the_team(shop: Shop) -> None:
    ana = shop.hire(Role.manager)

    assert storage.agents(shop.desk()) == (shop.owner, ana)
    assert (ana.role, ana.is_active, ana.is_switched_on) == (Role.manager, True, False)


def test_an_invited_agent_is_told_by_mail(shop: Shop, jobs: Jobs, mailed: Mailed) -> None:
    ana = shop.hire()
    [job] = jobs()
    people.send_invitation(shop.desk(), job["agent_id"], job["inviter"])

    [mail] = mailed(ana.email)

    assert "Acme Shoes" in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_an_address_is_in_a_team_only_once(shop: Shop, other_shop: Shop) -> None:
    ana = shop.hire()

    with pytest.raises(Conflict, match="already"):
        people.invite(shop.desk(), email=ana.email.upper(), name="Ann", role=Role.support)
    people.invite(other_shop.desk(), email=ana.email, name="Ann", role=Role.support)


@pytest.mark.parametrize(
    ("name", "email"), [("", "a@b.example"), ("Ana", "nobody"), ("\0", "a@b.example")]
)
def test_an_agent_needs_a_name_and_an_address(shop: Shop, name: str, email: str) -> None:
    with pytest.raises(Invalid):
        people.invite(shop.desk(), email=email, name=name, role=Role.support)


def test_nobody_is_invited_as_owner(shop: Shop) -> None:
    with pytest.raises(Conflict):
        shop.hire(Role.owner)


def test_the_same_request_again_invites_nobody_else(shop: Shop) -> None:
    desk = keyed(shop.asked_by(shop.owner))
    address = an_address(desk)

    first = people.invite(desk, email=address, name="Ana", role=Role.support)
    again = people.invite(keyed(desk), email=address, name="Ana", role=Role.support)

    assert again == first
    assert len(storage.agents(desk)) == 2


def test_a_key_that_came_with_another_request_is_refused(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    people.invite(keyed(desk), email=an_address(desk), name="Ana", role=Role.support)

    with pytest.raises(Invalid) as refused:
        people.invite(keyed(desk, body="b2"), email="b@c.example", name="Bo", role=Role.support)
    assert refused.value.code == "idempotency_mismatch"


def test_an_admin_makes_no_owner_and_a_manager_no_admin(shop: Shop) -> None:
    admin, manager = shop.hire(Role.admin), shop.hire(Role.manager)
    ana = shop.hire()

    people.edit(shop.asked_by(admin), ana.id, role=Role.admin)
    with pytest.raises(Forbidden):
        people.edit(shop.asked_by(admin), ana.id, role=Role.owner)
    with pytest.raises(Forbidden):
        people.edit(shop.asked_by(manager), ana.id, role=Role.admin)
    with pytest.raises(Forbidden):
        people.deactivate(shop.asked_by(manager), ana.id)


def test_the_owner_hands_the_account_over(shop: Shop) -> None:
    ana = shop.hire()

    people.edit(shop.asked_by(shop.owner), ana.id, role=Role.owner)

    roles = {agent.id: agent.role for agent in storage.agents(shop.desk())}
    assert roles == {shop.owner.id: Role.admin, ana.id: Role.owner}


def test_handing_over_to_oneself_changes_nothing(shop: Shop) -> None:
    assert people.hand_over(shop.asked_by(shop.owner), shop.owner.id) == shop.owner


def test_there_is_always_an_owner(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)

    with pytest.raises(Conflict):
        people.deactivate(desk, shop.owner.id)
    with pytest.raises(Conflict):
        people.edit(desk, shop.owner.id, role=Role.admin)


def test_a_deactivated_agent_comes_back(shop: Shop) -> None:
    ana = shop.hire()

    gone = people.deactivate(shop.desk(), ana.id)
    back = people.reactivate(shop.desk(), ana.id)

    assert (gone.is_active, gone.generation) == (False, 2)
    assert (back.is_active, back.generation) == (True, 2)
    names = event_names(shop.desk())
    assert names[-2:] == ("agent_deactivated", "agent_reactivated")


def test_deactivating_twice_is_one_event(shop: Shop) -> None:
    ana = shop.hire()

    first = people.deactivate(shop.desk(), ana.id)
    again = people.deactivate(shop.desk(), ana.id)

    assert again == first


def test_agents_of_another_account_are_not_there(shop: Shop, other_shop: Shop) -> None:
    theirs = other_shop.hire()

    for act in (people.deactivate, people.reactivate, people.hand_over):
        with pytest.raises(NotFound):
            act(shop.asked_by(shop.owner), theirs.id)
    with pytest.raises(NotFound):
        people.edit(shop.asked_by(shop.owner), theirs.id, role=Role.admin)


def test_a_lost_race_is_decided_again(shop: Shop) -> None:
    ana = shop.hire()
    raced: list[str] = []

    def decide(agent: people.Agent) -> people.Agent:
        if not raced:
            raced.append("once")
            people.edit(shop.desk(), ana.id, name="Anna")
        return replace(agent, wants_badge=False)

    after = people.change(shop.desk(), ana.id, "agent_changed", decide)

    assert (after.name, after.wants_badge, after.version) == ("Anna", False, 3)


def test_only_active_agents_of_the_four_roles_are_assignable(shop: Shop) -> None:
    ana, analyst, gone = shop.hire(), shop.hire(Role.analyst), shop.hire()
    people.deactivate(shop.desk(), gone.id)

    assert storage.assignable(shop.desk()) == {shop.owner.id, ana.id}
    assert storage.agent_names(shop.desk())[analyst.id] == "Ana"
