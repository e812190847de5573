"""Articles in the table: made, changed, restored and ended while others do the same."""

from dataclasses import replace

import pytest

from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.customer_agent.knowledge import edit, rules, storage
from chalicelib.customer_agent.knowledge.model import Article, Edit, State
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, event_names, keyed

RETURNS = Edit(
    title="Returns",
    questions=("Can I send it back?",),
    text="Within **30 days**.",
    links=("https://shop.example/returns",),
    language="en",
    state=State.draft,
)


def made(shop: Shop, title: str = "Returns", text: str = "30 days.") -> Article:
    return edit.create(shop.asked_by(shop.owner), Edit(title=title, text=text))


def titles(shop: Shop) -> list[str]:
    return [article.title for article in storage.everything(shop.desk()).articles]


def test_an_article_is_kept_as_it_was_made(shop: Shop, other_shop: Shop) -> None:
    article = edit.create(shop.asked_by(shop.owner), RETURNS)

    assert storage.everything(shop.desk()).articles == (article,)
    assert (article.title, article.text, article.questions, article.links) == (
        "Returns", "Within **30 days**.", ("Can I send it back?",), ("https://shop.example/returns",)
    )  # fmt: skip
    assert (article.version, article.changed_by) == (1, shop.owner.id)
    assert storage.everything(other_shop.desk()).articles == ()


def test_a_request_that_comes_again_makes_one(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)

    assert edit.create(keyed(desk), RETURNS) == edit.create(keyed(desk), RETURNS)
    assert storage.extent(desk).articles == 1


def test_versions_are_kept_and_restored_as_a_new_one(shop: Shop) -> None:
    article = made(shop)
    desk = shop.asked_by(shop.owner)
    edit.edit(desk, article.id, Edit(text="14 days.", state=State.draft))

    after = edit.restore(desk, article.id, 1)

    assert (after.text, after.version, after.state) == ("30 days.", 3, State.draft)
    found = [(each.version, each.text) for each in storage.versions(desk, article.id)]
    assert found == [(3, "30 days."), (2, "14 days."), (1, "30 days.")]


def test_the_last_versions_are_kept(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "KEPT_VERSIONS", 3)
    article, desk = made(shop), shop.desk()
    for days in range(4):
        edit.edit(desk, article.id, Edit(text=f"{days} days."))

    assert [each.version for each in storage.versions(desk, article.id)] == [5, 4, 3]
    with pytest.raises(NotFound):
        edit.restore(desk, article.id, 2)


def test_an_article_ends_with_its_versions(shop: Shop) -> None:
    article, desk = made(shop), shop.desk()
    edit.edit(desk, article.id, Edit(text="14 days."))

    edit.remove(desk, article.id)

    assert (titles(shop), storage.versions(desk, article.id)) == ([], ())
    assert (storage.extent(desk).articles, storage.extent(desk).characters) == (0, 0)
    for act in (
        lambda: edit.remove(desk, article.id),
        lambda: edit.edit(desk, article.id, Edit(title="Back")),
        lambda: edit.restore(desk, article.id, 1),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.any_engine
def test_two_who_fill_the_last_place_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ARTICLES", 1)
    rivals = ["Rival"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            made(shop, rivals.pop())

    with gate.hooked(before=meanwhile), pytest.raises(Conflict) as refused:
        made(shop)

    assert (refused.value.code, titles(shop)) == ("too_many_articles", ["Rival"])


@pytest.mark.any_engine
def test_two_changes_at_once_both_count(shop: Shop) -> None:
    article = made(shop)
    rivals = [Edit(language="en")]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            edit.edit(shop.desk(), article.id, rivals.pop())

    with gate.hooked(before=meanwhile):
        after = edit.edit(shop.desk(), article.id, Edit(title="Sending back"))

    assert (after.title, after.language, after.version) == ("Sending back", "en", 3)
    assert [each.version for each in storage.versions(shop.desk(), article.id)] == [3, 2, 1]


def test_who_read_an_older_version_is_told(shop: Shop) -> None:
    article, desk = made(shop), shop.desk()
    edit.edit(desk, article.id, Edit(title="Sending back"), expected=1)

    for act in (
        lambda: edit.edit(desk, article.id, Edit(title="Mine"), expected=1),
        lambda: edit.restore(desk, article.id, 1, expected=1),
        lambda: edit.remove(desk, article.id, expected=1),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert (refused.value.code, refused.value.extra) == ("version_mismatch", {"version": 2})


def test_all_articles_together_have_a_bound(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_CHARACTERS", 50)
    article = made(shop)

    with pytest.raises(Conflict) as refused:
        edit.edit(shop.desk(), article.id, Edit(text="x" * 50))

    assert refused.value.code == "knowledge_full"
    assert edit.edit(shop.desk(), article.id, Edit(text="x" * 40)).version == 2


def test_the_largest_article_fits_a_row(shop: Shop) -> None:
    widest = "\U0001f381"
    every = Edit(
        title=widest * rules.MAX_TITLE,
        questions=tuple(
            f"{number:02}{widest * (rules.MAX_QUESTION - 2)}"
            for number in range(rules.MAX_QUESTIONS)
        ),
        text=widest * rules.MAX_TEXT,
        links=tuple(
            f"https://a.example/{number:02}".ljust(rules.MAX_LINK, "a")
            for number in range(rules.MAX_LINKS)
        ),
    )

    article = edit.create(shop.desk(), every)

    assert storage.load(shop.desk(), article.id) == article


def test_what_was_done_is_written_down(shop: Shop) -> None:
    article, desk = made(shop), shop.desk()
    edit.edit(desk, article.id, Edit(title="Back"))
    edit.edit(desk, article.id, Edit(title="Back"))
    edit.restore(desk, article.id, 1)
    edit.remove(desk, article.id)

    said = event_names(desk)

    assert said[-4:] == (
        "article_created", "article_changed", "article_restored", "article_deleted"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": " "}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": "a\u0000b"}, "/title"),
        ({"text": ""}, "/text"),
        ({"text": "\ud800"}, "/text"),
        ({"text": "x" * 20_001}, "/text"),
        ({"questions": ("x" * 201,)}, "/questions/0"),
        ({"questions": tuple(map(str, range(31)))}, "/questions"),
        ({"links": ("javascript:alert(1)",)}, "/links/0"),
        ({"links": ("https://a.example", "https:// b")}, "/links/1"),
        ({"links": tuple(f"https://a.example/{n}" for n in range(21))}, "/links"),
        ({"language": "english"}, "/language"),
    ],
)
def test_what_an_article_may_not_be(shop: Shop, wrong: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        edit.create(shop.desk(), replace(RETURNS, **wrong))

    assert [fault.pointer for fault in refused.value.faults] == [pointer]
    assert titles(shop) == []
