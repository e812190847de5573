"""Changes of articles that die at every call, lose their replies or meet a busy table."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.knowledge import bring, edit, sections, storage
from chalicelib.customer_agent.knowledge.model import Article, Document, Edit
from tests.accounts.shop import DeskOf, Shop, keyed, open_shop
from tests.kit.crash import crash_everywhere, fault_everywhere

pytestmark = pytest.mark.thorough

MANY = 25
"""More than one transaction takes."""
TEXT = "\n".join(f"## Part {number}\nText {number}." for number in range(MANY))
DOCUMENT = Document(source="Help", sections=sections.of_markdown(TEXT))


@dataclass
class Case:
    """A request of the owner's, that comes again with the same key when it died."""

    shop: Shop
    desk: Desk
    article: Article
    act: Callable[[Desk, Article], object]

    def request(self) -> object:
        """Ask, each time as a new process would: with the same key."""
        return self.act(keyed(self.desk), self.article)


def create(desk: Desk, _: Article) -> object:
    return edit.create(desk, Edit(title="New", text="New."))


def change(desk: Desk, article: Article) -> object:
    return edit.edit(desk, article.id, Edit(text="30 days."))


def restore(desk: Desk, article: Article) -> object:
    return edit.restore(desk, article.id, 1)


def remove(desk: Desk, article: Article) -> object:
    return edit.remove(desk, article.id)


def bring_in(desk: Desk, _: Article) -> object:
    return bring.bring(desk, DOCUMENT)


COMMANDS = [
    (create, 2, 0),
    (change, 1, 3),
    (restore, 1, 3),
    (remove, 0, 0),
    (bring_in, MANY + 1, 0),
]
"""With how many articles there are then, and how many versions of the one that is changed."""
Act = Callable[[Desk, Article], object]


def fresh(desk_of: DeskOf, act: Act) -> Case:
    shop = open_shop(desk_of)
    desk = shop.asked_by(shop.owner)
    article = edit.create(desk, Edit(title="Returns", text="14 days."))
    return Case(shop, desk, edit.edit(shop.desk(), article.id, Edit(text="21 days.")), act)


def check(case: Case, articles: int, versions: int) -> None:
    desk = case.shop.desk()
    known = storage.everything(desk)
    assert (len(known.articles), known.extent.articles) == (articles, articles)
    assert len({article.title for article in known.articles}) == articles
    if versions:
        assert len(storage.versions(desk, case.article.id)) == versions


@pytest.mark.parametrize(("act", "articles", "versions"), COMMANDS)
def test_a_change_that_died_anywhere_is_made_once(
    desk_of: DeskOf, act: Act, articles: int, versions: int
) -> None:
    crashes = crash_everywhere(
        lambda: fresh(desk_of, act),
        run=Case.request,
        recover=Case.request,
        check=lambda case: check(case, articles, versions),
    )

    assert len(crashes) > 1


@pytest.mark.parametrize("kind", ["lost_reply", "throttle"])
@pytest.mark.parametrize(("act", "articles", "versions"), COMMANDS)
def test_a_lost_reply_or_a_busy_table_is_told_truly(
    desk_of: DeskOf, act: Act, articles: int, versions: int, kind: str
) -> None:
    fault_everywhere(
        lambda: fresh(desk_of, act),
        run=Case.request,
        check=lambda case: check(case, articles, versions),
        kind=kind,
    )
