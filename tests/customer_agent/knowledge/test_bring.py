"""Documents that are brought in, once and again, while others do the same."""

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.customer_agent.knowledge import bring, edit, rules, sections, storage
from chalicelib.customer_agent.knowledge.model import Document, Edit, State
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, keyed

HELP = "## Returns\n30 days.\n## Costs\n4.90"


def document(text: str = HELP, source: str = "Help") -> Document:
    return Document(source=source, sections=sections.of_markdown(text, source))


def texts(shop: Shop) -> dict[str, str]:
    return {each.title: each.text for each in storage.everything(shop.desk()).articles}


def test_each_section_becomes_an_article(shop: Shop) -> None:
    done = bring.bring(shop.asked_by(shop.owner), document())

    assert texts(shop) == {"Returns": "30 days.", "Costs": "4.90"}
    assert (len(done["made"]), done["changed"], done["unchanged"]) == (2, [], [])
    one = storage.load(shop.desk(), done["made"][0])
    assert (one.source, one.state, one.changed_by) == ("Help", State.active, shop.owner.id)


def test_the_same_again_changes_only_what_differs(shop: Shop) -> None:
    first = bring.bring(shop.desk(), document())
    same = bring.bring(shop.desk(), document())
    third = bring.bring(shop.desk(), document("## Returns\n14 days.\n## Costs\n4.90\n## New\nx"))

    assert (same["made"], same["changed"], same["unchanged"]) == ([], [], first["made"])
    assert (third["changed"], third["unchanged"]) == (first["made"][:1], first["made"][1:])
    assert texts(shop) == {"Returns": "14 days.", "Costs": "4.90", "New": "x"}
    assert len(storage.versions(shop.desk(), first["made"][0])) == 2


def test_what_somebody_added_to_an_article_stays(shop: Shop) -> None:
    [returns, _] = bring.bring(shop.desk(), document())["made"]
    edit.edit(shop.desk(), returns, Edit(questions=("Send back?",), state=State.draft))

    bring.bring(shop.desk(), document("## Returns\n14 days."))

    after = storage.load(shop.desk(), returns)
    assert (after.text, after.questions, after.state) == (
        "14 days.", ("Send back?",), State.draft
    )  # fmt: skip


def test_another_documents_articles_are_others(shop: Shop) -> None:
    edit.create(shop.desk(), Edit(title="Returns", text="By hand."))
    bring.bring(shop.desk(), document())
    bring.bring(shop.desk(), document(source="Terms"))

    assert storage.extent(shop.desk()).articles == 5


def test_a_request_that_comes_again_brings_it_in_once(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)

    assert bring.bring(keyed(desk), document()) == bring.bring(keyed(desk), document())
    assert storage.extent(desk).articles == 2


def test_a_long_document_comes_whole(shop: Shop) -> None:
    text = "\n".join(f"## Part {number}\nText {number}." for number in range(45))

    done = bring.bring(shop.desk(), document(text))

    assert len(done["made"]) == len(texts(shop)) == storage.extent(shop.desk()).articles == 45


@pytest.mark.any_engine
def test_two_who_bring_in_the_same_at_once(shop: Shop) -> None:
    rivals = [document()]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            bring.bring(shop.desk(), rivals.pop())

    with gate.hooked(before=meanwhile):
        done = bring.bring(shop.desk(), document())

    assert (done["made"], len(done["unchanged"])) == ([], 2)
    assert storage.extent(shop.desk()).articles == 2


def test_without_room_for_all_nothing_comes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ARTICLES", 1)

    with pytest.raises(Conflict) as refused:
        bring.bring(shop.desk(), document())

    assert (refused.value.code, texts(shop)) == ("too_many_articles", {})
