"""Macros in the table: made, changed and ended while others do the same."""

import pytest

from chalicelib.core.errors import Conflict, NotFound
from chalicelib.messaging.macros import edit, rules, storage
from chalicelib.messaging.macros.model import Edit, Macro
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, event_names, keyed

HELLO = Edit(title="Hello", text="Hi {{first_name}}", category="Shipping")


def made(shop: Shop, title: str = "Hello") -> Macro:
    return edit.create(shop.desk(), Edit(title=title, text="Hi!"))


def titles(shop: Shop) -> list[str]:
    return [macro.title for macro in storage.macros(shop.desk())]


@pytest.mark.acceptance(86)
def test_a_macro_is_kept_as_it_was_made(shop: Shop, other_shop: Shop) -> None:
    macro = edit.create(shop.desk(), HELLO)

    assert storage.macros(shop.desk()) == (macro,)
    assert (macro.title, macro.text, macro.category) == ("Hello", "Hi {{first_name}}", "Shipping")
    assert storage.macros(other_shop.desk()) == ()


def test_a_request_that_comes_again_makes_one(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)

    assert edit.create(keyed(desk), HELLO) == edit.create(keyed(desk), HELLO)
    assert (titles(shop), storage.count(desk)) == (["Hello"], 1)


@pytest.mark.any_engine
def test_two_who_fill_the_last_place_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_MACROS", 1)
    rivals = ["Rival"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            made(shop, rivals.pop())

    with gate.hooked(before=meanwhile), pytest.raises(Conflict) as refused:
        made(shop)

    assert (refused.value.code, titles(shop)) == ("too_many_macros", ["Rival"])


@pytest.mark.any_engine
def test_two_changes_at_once_both_count(shop: Shop) -> None:
    macro = made(shop)
    rivals = [Edit(category="Returns")]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            edit.edit(shop.desk(), macro.id, rivals.pop())

    with gate.hooked(before=meanwhile):
        after = edit.edit(shop.desk(), macro.id, Edit(title="Hi"))

    assert (after.title, after.category, after.version) == ("Hi", "Returns", 3)


def test_who_read_an_older_version_is_told(shop: Shop) -> None:
    macro = made(shop)
    edit.edit(shop.desk(), macro.id, Edit(title="Hi"), expected=1)

    for act in (
        lambda: edit.edit(shop.desk(), macro.id, Edit(title="Bye"), expected=1),
        lambda: edit.remove(shop.desk(), macro.id, expected=1),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert (refused.value.code, refused.value.extra) == ("version_mismatch", {"version": 2})
    assert titles(shop) == ["Hi"]


def test_a_macro_that_ended_makes_room(shop: Shop) -> None:
    macro = made(shop)

    edit.remove(shop.desk(), macro.id)

    assert (titles(shop), storage.count(shop.desk())) == ([], 0)
    with pytest.raises(NotFound):
        edit.remove(shop.desk(), macro.id)
    with pytest.raises(NotFound):
        edit.edit(shop.desk(), macro.id, Edit(title="Back"))


def test_what_was_done_is_written_down(shop: Shop) -> None:
    macro = made(shop)
    edit.edit(shop.desk(), macro.id, Edit(title="Hi"))
    edit.edit(shop.desk(), macro.id, Edit(title="Hi"))
    edit.remove(shop.desk(), macro.id)

    said = event_names(shop.desk())

    assert said[-3:] == ("macro_created", "macro_changed", "macro_deleted")
