"""What an article may be, and what a document changes; values only."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.customer_agent.knowledge.model import (
    Article,
    Change,
    Document,
    Edit,
    Extent,
    Plan,
    State,
)

MAX_TITLE = 200
MAX_QUESTIONS = 30
MAX_QUESTION = 200
MAX_TEXT = 20_000
MAX_LINKS = 20
MAX_LINK = 500
MAX_ARTICLES = 1_000
MAX_CHARACTERS = 2_000_000
"""Of all articles together: as much as one request can read and look through."""
KEPT_VERSIONS = 20

_LINK = re.compile(r"https?://[^\s/<>\"\\]+(?:/[^\s<>\"\\]*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def edited(article: Article, edit: Edit, now: datetime, by: str) -> Article:
    """Return the article as it becomes, or raise Invalid with all that is wrong."""
    questions = article.questions if edit.questions is None else _each_once(edit.questions)
    links = article.links if edit.links is None else _each_once(edit.links)
    after = replace(
        article,
        title=article.title if edit.title is None else _line(edit.title),
        questions=questions,
        text=article.text if edit.text is None else _plain(edit.text),
        links=links,
        language=article.language if edit.language is None else edit.language.strip().lower(),
        state=article.state if edit.state is None else edit.state,
    )
    if found := list(_faults(after)):
        raise Invalid("The article is not as it should be.", faults=found)
    return _next(article, after, now, by)


def restored(article: Article, old: Article, now: datetime, by: str) -> Article:
    """Return the article with the words of an older version; whether it is a draft stays."""
    after = replace(
        article,
        title=old.title,
        questions=old.questions,
        text=old.text,
        links=old.links,
        language=old.language,
    )
    return _next(article, after, now, by)


def characters(article: Article) -> int:
    """Return how much of an article there is to look through."""
    return len(article.title) + len(article.text) + sum(map(len, article.questions))


def grown(extent: Extent, changes: Sequence[Change], edition: str) -> Extent:
    """Return how much there is after the changes, or raise Conflict where that is too much."""
    more = sum(_size(change.after) - _size(change.before) for change in changes)
    count = sum(bool(change.after) - bool(change.before) for change in changes)
    after = Extent(
        articles=max(extent.articles + count, 0),
        characters=max(extent.characters + more, 0),
        edition=edition,
    )
    if count > 0 and after.articles > MAX_ARTICLES:
        raise Conflict(f"There is room for {MAX_ARTICLES} articles.", code="too_many_articles")
    if more > 0 and after.characters > MAX_CHARACTERS:
        detail = f"All articles together may have {MAX_CHARACTERS} characters."
        raise Conflict(detail, code="knowledge_full")
    return after


def forgotten(version: int) -> int:
    """Return the version that is given up for a new one; 0 where there is none."""
    return max(version - KEPT_VERSIONS, 0)


def kept(version: int) -> range:
    """Return the versions of an article that are still there."""
    return range(forgotten(version) + 1, version + 1)


def plan(
    known: Iterable[Article], document: Document, now: datetime, *, by: str,
    new_id: Callable[[], str],
) -> Plan:  # fmt: skip
    """Return what a document changes: articles are the same where title and source are."""
    own = {article.title: article for article in known if article.source == document.source}
    changes: list[Change] = []
    unchanged: list[str] = []
    for section in document.sections:
        before = own.get(_line(section.title))
        blank = Article(id="", source=document.source, created_at=now, updated_at=now)
        start = before or replace(blank, language=document.language, state=document.state)
        after = edited(start, Edit(title=section.title, text=section.text), now, by)
        if after == before:
            unchanged.append(after.id)
        else:
            after = after if before else replace(after, id=new_id())
            changes.append(Change(before=before, after=after))
    return Plan(changes=tuple(changes), unchanged=tuple(unchanged))


def answering(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return those that questions may be answered from."""
    return tuple(article for article in articles if article.state is State.active)


def _next(before: Article, after: Article, now: datetime, by: str) -> Article:
    if after == before:
        return before
    return replace(after, version=before.version + 1, updated_at=now, changed_by=by)


def _size(article: Article | None) -> int:
    return characters(article) if article else 0


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _each_once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in map(_line, lines) if line))


def _faults(article: Article) -> Iterator[Fault]:
    if not (0 < len(article.title) <= MAX_TITLE and article.title.isprintable()):
        yield Fault("/title", "invalid_title", f"1 to {MAX_TITLE} characters on one line.")
    if not (0 < len(article.text) <= MAX_TEXT and _is_text(article.text)):
        yield Fault("/text", "invalid_text", f"1 to {MAX_TEXT} characters.")
    if article.language and not _LANGUAGE.fullmatch(article.language):
        yield Fault("/language", "invalid_language", "Two or three letters, such as en.")
    yield from _faults_of_lists(article)


def _faults_of_lists(article: Article) -> Iterator[Fault]:
    for place, question in enumerate(article.questions):
        if len(question) > MAX_QUESTION or not question.isprintable():
            detail = f"1 to {MAX_QUESTION} characters on one line."
            yield Fault(f"/questions/{place}", "invalid_question", detail)
    for place, link in enumerate(article.links):
        if len(link) > MAX_LINK or not _LINK.fullmatch(link):
            yield Fault(f"/links/{place}", "invalid_link", "A web address, such as https://...")
    if len(article.questions) > MAX_QUESTIONS:
        yield Fault("/questions", "too_many_questions", f"{MAX_QUESTIONS} questions at most.")
    if len(article.links) > MAX_LINKS:
        yield Fault("/links", "too_many_links", f"{MAX_LINKS} links at most.")


def _is_text(text: str) -> bool:
    # No half characters and no control characters; emoji join theirs by a mark that is not shown.
    return all(c in "\n\t" or (ord(c) >= 0x20 and not 0x7F <= ord(c) < 0xA0
               and not 0xD800 <= ord(c) < 0xE000) for c in text)  # fmt: skip
