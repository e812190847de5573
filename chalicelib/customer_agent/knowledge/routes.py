"""The account's knowledge over HTTP (guard `guards.agent`)."""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.knowledge import answers, bring, edit, rules, sections, storage
from chalicelib.customer_agent.knowledge.model import Article, Document, Edit, State
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.cursors import part
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.queries import ListQuery
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()

Title = Annotated[str, Meta(max_length=rules.MAX_TITLE)]
Text = Annotated[str, Meta(max_length=rules.MAX_TEXT)]
Question = Annotated[str, Meta(max_length=rules.MAX_QUESTION)]
Questions = Annotated[tuple[Question, ...], Meta(max_length=rules.MAX_QUESTIONS)]
Link = Annotated[str, Meta(max_length=rules.MAX_LINK)]
Links = Annotated[tuple[Link, ...], Meta(max_length=rules.MAX_LINKS)]
Language = Annotated[str, Meta(max_length=3)] | None
MAX_ASKED = 2_000


class Format(StrEnum):
    """What a document is written in."""

    markdown = "markdown"
    html = "html"


class NewArticle(Body, frozen=True):
    """An article to make; `text` is Markdown, `language` such as en."""

    title: Title
    text: Text
    questions: Questions = ()
    links: Links = ()
    language: Language = None
    state: State = State.active


class ArticleChange(Body, frozen=True):
    """What is left out stays; without a language it is null."""

    title: Title | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    questions: Questions | UnsetType = UNSET
    links: Links | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    state: State | UnsetType = UNSET


class RestoreBody(Body, frozen=True):
    """The version whose words come back."""

    version: Annotated[int, Meta(ge=1, le=10**9)]


class ImportBody(Body, frozen=True):
    """A document; its `title` names it, and is the title of what comes before all headings."""

    format: Format
    text: Annotated[str, Meta(min_length=1)]
    title: Title = ""
    language: Language = None
    state: State = State.active


class AskBody(Body, frozen=True):
    """A question, as a shopper asks it."""

    question: Annotated[str, Meta(min_length=1, max_length=MAX_ASKED)]


@routes.get("/v1/knowledge", needs="settings:read", query=ListQuery)
def list_articles(desk: Desk, query: ListQuery) -> dict[str, Any]:
    """List the articles, the newest first, without their texts."""
    wanted = part(desk, query, of="knowledge")
    found, onward = storage.page(desk, limit=wanted.limit, position=wanted.position)
    known = storage.extent(desk, consistent=False)
    data = [_listed(article) for article in found]
    return {"data": data, "total": known.articles, **wanted.onward(desk, onward)}


@routes.post(
    "/v1/knowledge", feature="customer_agent", needs="settings:write", body=NewArticle, status=201
)
def make_article(desk: Desk, body: NewArticle) -> Answer:
    """Make an article."""
    return _answer(edit.create(desk, _edit(body)), 201)


@routes.post(
    "/v1/knowledge/import", feature="customer_agent", needs="settings:write", body=ImportBody
)
def import_document(desk: Desk, body: ImportBody) -> dict[str, Any]:
    """Make an article of each section, or change the one that the same document made before.

    Answers with the ids that were `made`, `changed` and `unchanged`.
    """
    read = sections.of_html if body.format is Format.html else sections.of_markdown
    title = " ".join(body.title.split())
    document = Document(
        source=title, sections=read(body.text, title), language=body.language or "",
        state=body.state,
    )  # fmt: skip
    return bring.bring(desk, document)


@routes.post("/v1/knowledge/ask", feature="customer_agent", needs="settings:read", body=AskBody)
def ask(desk: Desk, body: AskBody) -> dict[str, Any]:
    """Try a question: the article that answers it, or null where it would be handed to the team.

    `confidence` is how likely the best article answers it; `others` are the next best ones.
    """
    found = answers.answer(desk, body.question)
    best = found.answer
    return {
        "answer": {"id": best.id, "title": best.title, "passage": best.passage} if best else None,
        "confidence": round(found.confidence, 4),
        "others": [
            {"id": other.id, "title": other.title, "score": round(other.score, 4)}
            for other in found.others
        ],
    }


@routes.get("/v1/knowledge/{article_id}", needs="settings:read")
def show_article(desk: Desk, article_id: str) -> Answer:
    """Show one article."""
    return _answer(storage.load(desk, article_id))


@routes.on(
    "PATCH",
    "/v1/knowledge/{article_id}",
    feature="customer_agent",
    needs="settings:write",
    body=ArticleChange,
)
def change_article(desk: Desk, article_id: str, body: ArticleChange, request: Request) -> Answer:
    """Change an article; with If-Match, 409 where somebody else has changed it."""
    changed = edit.edit(desk, article_id, _edit(body), expected=expected_version(request))
    return _answer(changed)


@routes.on("DELETE", "/v1/knowledge/{article_id}", needs="settings:write", status=204)
def delete_article(desk: Desk, article_id: str, request: Request) -> Answer:
    """End an article for good, with its versions."""
    edit.remove(desk, article_id, expected=expected_version(request))
    return no_content()


@routes.get("/v1/knowledge/{article_id}/versions", needs="settings:read")
def list_versions(desk: Desk, article_id: str) -> dict[str, Any]:
    """List the last 20 versions, the newest first, as they were."""
    storage.load(desk, article_id)
    return {"data": [_shown(each) for each in storage.versions(desk, article_id)]}


@routes.post(
    "/v1/knowledge/{article_id}/restore",
    feature="customer_agent",
    needs="settings:write",
    body=RestoreBody,
)
def restore_version(desk: Desk, article_id: str, body: RestoreBody, request: Request) -> Answer:
    """Make an older version's words the newest version; whether it is a draft stays."""
    expected = expected_version(request)
    return _answer(edit.restore(desk, article_id, body.version, expected=expected))


def _edit(body: NewArticle | ArticleChange) -> Edit:
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    given = {name: value for name, value in given.items() if value is not UNSET}
    return Edit(**given | ({"language": ""} if given.get("language", "") is None else {}))


def _answer(article: Article, status: int = 200) -> Answer:
    return Answer(_shown(article), status, {"ETag": etag(article.version)})


def _shown(article: Article) -> dict[str, Any]:
    return {**_listed(article), "text": article.text, "questions": list(article.questions),
            "links": list(article.links)}  # fmt: skip


def _listed(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language or None,
        "state": article.state,
        "source": article.source or None,
        "version": article.version,
        "created_at": article.created_at,
        "updated_at": article.updated_at,
        "changed_by": article.changed_by or None,
    }
