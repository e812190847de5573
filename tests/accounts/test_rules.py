"""Who may do what, and the rules about people, names and addresses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts import rules
from chalicelib.accounts.model import Agent, Claim, ForwardingState, Plan, Role, SupportAddress
from chalicelib.core.errors import Conflict, Forbidden

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ANA = Agent(id="agt_1", email="a@b.example", name="Ana", role=Role.support, created_at=NOON)
SUPPORT = SupportAddress(address="help@shop.example", added_at=NOON)
FOUR = (Role.owner, Role.admin, Role.manager, Role.support)


@pytest.mark.acceptance(4)
@pytest.mark.parametrize("role", Role)
def test_four_roles_may_use_the_helpdesk(role: Role) -> None:
    assert rules.may_use_helpdesk(role) == (role in FOUR)
    assert bool(rules.permissions(role)) == (role in FOUR)


@pytest.mark.acceptance(5)
@pytest.mark.parametrize("role", Role)
def test_four_roles_may_assign_tickets(role: Role) -> None:
    assert ("tickets:assign" in rules.permissions(role)) == (role in FOUR)


GRID = [
    ("tickets:write", "owner admin manager support"),
    ("notes:write", "owner admin manager support"),
    ("macros:write", "owner admin manager support"),
    ("views:write", "owner admin manager support"),
    ("settings:read", "owner admin manager support"),
    ("settings:write", "owner admin manager"),
    ("teams:write", "owner admin manager"),
    ("people:write", "owner admin"),
    ("keys:write", "owner admin"),
    ("account:write", "owner"),
]


@pytest.mark.parametrize(("permission", "roles"), GRID)
def test_a_permission_belongs_to_its_roles(permission: str, roles: str) -> None:
    holders = [role.value for role in Role if permission in rules.permissions(role)]

    assert holders == roles.split()


def test_each_role_may_all_that_the_next_lower_may() -> None:
    granted = [rules.permissions(role) for role in FOUR]

    assert granted[0] > granted[1] > granted[2] > granted[3]


def test_scopes_narrow_a_role_and_never_widen_it() -> None:
    scopes = frozenset({"tickets:read", "people:write"})

    assert rules.permissions(Role.support, scopes) == {"tickets:read"}


@pytest.mark.parametrize(
    ("plan", "feature", "is_there"),
    [
        (Plan.trial, "reports", True),
        (Plan.helpdesk, "routing", True),
        (Plan.inbox, "reports", False),
        (Plan.inbox, "macros", True),
    ],
)
def test_a_plan_includes_features(plan: Plan, feature: str, is_there: bool) -> None:  # noqa: FBT001
    assert rules.includes(plan, feature) is is_there


def test_the_owner_is_neither_demoted_nor_deactivated() -> None:
    owner = replace(ANA, role=Role.owner)

    with pytest.raises(Conflict):
        rules.refuse_role_change(owner, Role.admin)
    with pytest.raises(Conflict):
        rules.refuse_deactivation(owner)


def test_somebody_who_left_does_not_become_the_owner() -> None:
    with pytest.raises(Conflict):
        rules.refuse_role_change(replace(ANA, is_active=False), Role.owner)


def test_nobody_hands_out_more_than_they_hold() -> None:
    rules.refuse_excess({"a"}, frozenset({"a", "b"}))

    with pytest.raises(Forbidden, match="c"):
        rules.refuse_excess({"a", "c"}, frozenset({"a", "b"}))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme Shoes", "acme-shoes"),
        ("  Zoë's  Café! ", "zoe-s-cafe"),
        ("東京", ""),
        ("x" * 80, "x" * 40),
        ("-" * 5, ""),
    ],
)
def test_a_name_becomes_the_local_part_of_an_address(name: str, slug: str) -> None:
    assert rules.slug(name) == slug


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ForwardingState.pending),
        ({"tested_at": NOON - timedelta(minutes=29)}, ForwardingState.pending),
        ({"tested_at": NOON - timedelta(minutes=31)}, ForwardingState.failed),
        ({"tested_at": NOON - timedelta(days=9), "verified_at": NOON}, ForwardingState.verified),
    ],
)
def test_forwarding_is_pending_verified_or_failed(
    changes: dict[str, datetime], state: ForwardingState
) -> None:
    assert rules.forwarding_state(replace(SUPPORT, **changes), NOON) is state


@pytest.mark.parametrize(
    ("address", "claims", "claim"),
    [
        ("help@shop.example", {}, Claim.nobody),
        ("help@shop.example", {"help@shop.example": "mine"}, Claim.own),
        ("help@shop.example", {"help@shop.example": "theirs"}, Claim.theirs),
        ("new@shop.example", {"help@shop.example": "theirs"}, Claim.theirs),
        ("new@shop.example", {"a@shop.example": "theirs", "b@shop.example": "mine"}, Claim.own),
        ("new@gmail.com", {"other@gmail.com": "theirs"}, Claim.nobody),
        ("other@gmail.com", {"other@gmail.com": "theirs"}, Claim.theirs),
        ("other@gmail.com", {"other@gmail.com": "mine"}, Claim.own),
    ],
)
def test_an_address_is_whoevers_proved_it_or_its_domain(
    address: str, claims: dict[str, str], claim: Claim
) -> None:
    assert rules.claim(address, "mine", claims) is claim


@pytest.mark.acceptance(79)
@pytest.mark.parametrize(
    ("address", "is_advised"),
    [
        ("acme@in.desk.example", True),
        ("acme@gmail.com", True),
        ("help@shop.example", False),
    ],
)
def test_an_address_on_the_own_domain_is_advised(address: str, is_advised: bool) -> None:  # noqa: FBT001
    assert (rules.advice(address, "in.desk.example") is not None) is is_advised


@pytest.mark.parametrize(
    ("is_on", "until", "is_active", "is_online"),
    [
        (False, None, True, False),
        (True, None, True, True),
        (True, NOON + timedelta(seconds=1), True, True),
        (True, NOON, True, False),
        (True, None, False, False),
    ],
)
def test_an_agent_is_online_until_the_session_ends(
    is_on: bool,  # noqa: FBT001
    until: datetime | None,
    is_active: bool,  # noqa: FBT001
    is_online: bool,  # noqa: FBT001
) -> None:
    agent = replace(ANA, is_switched_on=is_on, online_until=until, is_active=is_active)

    assert agent.is_online(NOON) is is_online
