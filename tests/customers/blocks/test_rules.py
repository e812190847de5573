"""What may be blocked, and what a block reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import is_id
from chalicelib.customers.blocks import rules
from chalicelib.customers.blocks.model import BlockKind, Target

OURS = ("help@mugs.example", "hi@mail.shop.example")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("email", " Ann.Lee@Home.Example ", "ann.lee@home.example"),
        ("email", "home.example", None),
        ("domain", "Bücher.Example", "xn--bcher-kva.example"),
        ("domain", "@Home.Example.", "home.example"),
        ("domain", "ann@home.example", None),
        ("domain", "localhost", None),
        ("domain", "com", None),
        ("domain", "10.0.0.1", None),
        ("domain", "home.example/x", None),
        ("domain", "home\u200b.example", None),
        ("domain", "x" * 250 + ".example", None),
        ("phone", "+44 (20) 7946-0000", "+442079460000"),
        ("phone", "020 7946 0000", None),
        ("handle", "@Ann.Lee", "ann.lee"),
        ("handle", "\n", None),
    ],
)
def test_a_target_has_one_form(kind: str, value: str, expected: str | None) -> None:
    if expected is not None:
        assert rules.target(BlockKind(kind), value).value == expected
        return
    with pytest.raises(Invalid) as refused:
        rules.target(BlockKind(kind), value)
    assert [fault.pointer for fault in refused.value.faults] == ["/value"]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("domain", "gmail.com", "shared_domain"),
        ("domain", "co.uk", "shared_domain"),
        ("domain", "com.br", "shared_domain"),
        ("domain", "shop.co.uk", None),
        ("domain", "home.example", None),
        ("domain", "mugs.example", "own_address"),
        ("domain", "shop.example", "own_address"),
        ("domain", "mail.shop.example", "own_address"),
        ("domain", "other.shop.example", None),
        ("domain", "in.desk.example", "own_address"),
        ("domain", "desk.example", "own_address"),
        ("email", "help@mugs.example", "own_address"),
        ("email", "acme@in.desk.example", "own_address"),
        ("email", "ann@mugs.example", None),
        ("email", "ann@gmail.com", None),
        ("phone", "+442079460000", None),
        ("handle", "ann", None),
    ],
)
def test_crowds_and_the_shop_itself_cannot_be_blocked(
    kind: str, value: str, code: str | None
) -> None:
    target = rules.target(BlockKind(kind), value)
    if code is None:
        rules.refuse_needed(target, OURS, "in.desk.example")
        return
    with pytest.raises(Invalid) as refused:
        rules.refuse_needed(target, OURS, "in.desk.example")
    assert [fault.code for fault in refused.value.faults] == [code]


@pytest.mark.parametrize(
    ("channel", "address", "values"),
    [
        (Kind.email, "Ann@A.Home.Example",
         ["ann@a.home.example", "a.home.example", "home.example"]),
        (Kind.webchat, "ann@home.example", ["ann@home.example", "home.example"]),
        (Kind.webchat, "", []),
        (Kind.email, "nonsense", []),
        (Kind.sms, "+44 20 7946 0000", ["+442079460000"]),
        (Kind.whatsapp, "+442079460000", ["+442079460000"]),
        (Kind.instagram, "@Ann", ["ann"]),
    ],
)  # fmt: skip
def test_an_address_is_stopped_by_these_blocks(
    channel: Kind, address: str, values: list[str]
) -> None:
    found = rules.of_person(capabilities(channel).known_by, address)

    assert [target.value for target in found] == values


def test_a_domain_is_stopped_by_itself_and_those_above() -> None:
    found = rules.covering(BlockKind.domain, "a.home.example")

    assert [target.value for target in found] == ["a.home.example", "home.example"]
    assert {target.kind for target in found} == {BlockKind.domain}


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("ann@home.example", {"email", "domain", "handle"}),
        ("+442079460000", {"phone", "handle"}),
        ("home.example", {"domain", "handle"}),
        ("\n", set[str]()),
    ],
)
def test_an_address_of_unknown_kind_is_looked_for_as_each(address: str, kinds: set[str]) -> None:
    assert {target.kind.value for target in rules.anything(address)} == kinds


@given(kind=st.sampled_from(BlockKind), value=st.text(max_size=30))
def test_a_target_is_covered_by_its_own_block(kind: BlockKind, value: str) -> None:
    for target in rules.covering(kind, value)[:1]:
        digest = rules.digest(target)

        assert rules.target(kind, target.value) == target or kind is BlockKind.handle
        assert is_id("blk", rules.block_id(digest))
        assert len(digest) == rules.DIGEST_BYTES


def test_a_handle_and_an_address_that_read_alike_differ() -> None:
    email, handle = (Target(kind=kind, value="a@b.example")
                     for kind in (BlockKind.email, BlockKind.handle))  # fmt: skip

    assert rules.digest(email) != rules.digest(handle)
