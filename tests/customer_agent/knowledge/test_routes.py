"""Knowledge over HTTP, in the shapes that outsiders rely on."""

from typing import Any

import pytest

from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop
from tests.edge import Edge

KNOWLEDGE = "/v1/knowledge"
RETURNS = {
    "title": "How do I return an item?",
    "text": "Send it back within **30 days**, unused.",
    "questions": ["Can I send it back?"],
    "links": ["https://shop.example/returns"],
    "language": "en",
}


@pytest.fixture
def article(manage: Any) -> dict[str, Any]:
    """Return an article."""
    status, made, _ = manage("POST", KNOWLEDGE, RETURNS)
    assert status == 201
    return made


def test_an_article_is_made_and_listed(manage: Any, article: dict[str, Any]) -> None:
    status, answer, _ = manage("GET", KNOWLEDGE)

    listed = {k: v for k, v in article.items() if k not in ("text", "questions", "links")}
    assert (status, answer) == (
        200, {"data": [listed], "total": 1, "has_more": False, "next_cursor": None}
    )  # fmt: skip
    unknown = dict.fromkeys(("id", "created_at", "updated_at", "changed_by"), "")
    assert article | unknown == {
        **RETURNS, **unknown, "state": "active", "source": None, "version": 1,
    }  # fmt: skip


def test_articles_come_in_pages(manage: Any) -> None:
    for number in range(3):
        manage("POST", KNOWLEDGE, RETURNS | {"title": f"Returns {number}"})

    _, first, _ = manage("GET", f"{KNOWLEDGE}?limit=2")
    _, second, _ = manage("GET", f"{KNOWLEDGE}?limit=2&cursor={first['next_cursor']}")

    titles = [each["title"] for each in (*first["data"], *second["data"])]
    assert titles == ["Returns 2", "Returns 1", "Returns 0"]
    assert (first["has_more"], first["total"]) == (True, 3)


def test_an_article_changes_comes_back_and_ends(manage: Any, article: dict[str, Any]) -> None:
    path = f"{KNOWLEDGE}/{article['id']}"

    status, changed, headers = manage(
        "PATCH", path, {"text": "14 days.", "language": None}, **{"If-Match": '"1"'}
    )
    assert (status, changed["text"], changed["language"]) == (200, "14 days.", None)
    assert headers["ETag"] == '"2"'
    status, late, _ = manage("PATCH", path, {"title": "Mine"}, **{"If-Match": '"1"'})
    assert (status, late["code"], late["version"]) == (409, "version_mismatch", 2)

    status, back, _ = manage("POST", f"{path}/restore", {"version": 1})
    assert (status, back["text"], back["version"]) == (200, RETURNS["text"], 3)
    _, versions, _ = manage("GET", f"{path}/versions")
    assert [each["version"] for each in versions["data"]] == [3, 2, 1]
    assert manage("POST", f"{path}/restore", {"version": 9})[0] == 404

    assert manage("DELETE", path)[0] == 204
    assert manage("GET", path)[0] == manage("GET", f"{path}/versions")[0] == 404


def test_a_document_is_brought_in(manage: Any) -> None:
    body = {"format": "html", "title": "Help", "text": "<h2>Costs</h2><p>4.90</p>"}

    status, first, _ = manage("POST", f"{KNOWLEDGE}/import", body)
    _, again, _ = manage("POST", f"{KNOWLEDGE}/import", body)

    [made] = first["made"]
    assert (status, first) == (200, {"made": [made], "changed": [], "unchanged": []})
    assert again == {"made": [], "changed": [], "unchanged": [made]}
    _, article, _ = manage("GET", f"{KNOWLEDGE}/{made}")
    assert (article["title"], article["text"], article["source"]) == ("Costs", "4.90", "Help")


def test_a_question_is_tried(manage: Any, article: dict[str, Any]) -> None:
    manage("POST", KNOWLEDGE, {"title": "Shipping cost", "text": "4.90 for every item."})

    status, found, _ = manage("POST", f"{KNOWLEDGE}/ask", {"question": "how can i return an item"})

    assert status == 200
    assert found["answer"] == {
        "id": article["id"], "title": RETURNS["title"], "passage": RETURNS["text"],
    }  # fmt: skip
    assert 0.5 < found["confidence"] <= 1
    assert [set(other) for other in found["others"]] == [{"id", "title", "score"}]


@pytest.mark.parametrize("question", ["do you sell train tickets", "???"])
def test_what_nothing_answers_is_not_guessed(
    manage: Any, article: dict[str, Any], question: str
) -> None:
    _, found, _ = manage("POST", f"{KNOWLEDGE}/ask", {"question": question})

    assert found["answer"] is None
    assert found["confidence"] < 0.5


def test_without_articles_nothing_is_answered(manage: Any) -> None:
    _, found, _ = manage("POST", f"{KNOWLEDGE}/ask", {"question": "how do I return an item?"})

    assert found == {"answer": None, "confidence": 0.0, "others": []}


def test_answers_are_from_the_newest_articles(manage: Any, article: dict[str, Any]) -> None:
    path, question = f"{KNOWLEDGE}/{article['id']}", {"question": "How do I return an item?"}

    def passage() -> str | None:
        answer = manage("POST", f"{KNOWLEDGE}/ask", question)[1]["answer"]
        return answer and answer["passage"]

    before = passage()
    manage("PATCH", path, {"text": "By post."})
    after = passage()
    manage("PATCH", path, {"state": "draft"})

    assert (before, after, passage()) == (RETURNS["text"], "By post.", None)


def test_articles_are_read_once_for_many_questions(manage: Any, article: dict[str, Any]) -> None:
    asked: list[Call] = []
    question = {"question": "How do I return an item?"}
    manage("POST", f"{KNOWLEDGE}/ask", question)

    with gate.hooked(before=asked.append):
        manage("POST", f"{KNOWLEDGE}/ask", question)

    assert [call.name for call in asked if call.name == "dynamodb.Query"] == []


def test_another_shop_is_answered_from_its_own_articles(
    whole: Edge, other_shop: Shop, article: dict[str, Any]
) -> None:
    token = f"Bearer {other_shop.session(other_shop.owner)}"
    body = {"question": "How do I return an item?"}

    _, found, _ = whole.call("POST", f"{KNOWLEDGE}/ask", body, Authorization=token)

    assert found["answer"] is None


def test_support_reads_and_does_not_write(whole: Edge, shop: Shop, article: dict[str, Any]) -> None:
    token = f"Bearer {shop.session(shop.hire())}"

    assert whole.call("GET", KNOWLEDGE, None, Authorization=token)[0] == 200
    assert whole.call("POST", KNOWLEDGE, RETURNS, Authorization=token)[0] == 403
