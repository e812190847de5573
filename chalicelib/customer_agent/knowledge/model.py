"""An article, what a change of one says, and what becomes of a document that is brought in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """A draft is for the team alone: no question is answered from it."""

    active = "active"
    draft = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the account says about one thing that shoppers ask."""

    id: str
    title: str = ""
    questions: tuple[str, ...] = ()
    """Other ways to ask for it than the title."""
    text: str = ""
    """Markdown."""
    links: tuple[str, ...] = ()
    language: str = ""
    """ISO 639; may be empty."""
    state: State = State.active
    source: str = ""
    """The document that it was brought in with; empty where somebody wrote it here."""
    version: int = 0
    created_at: datetime
    updated_at: datetime
    changed_by: str = ""
    """The id of who made this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody wants an article to be: None leaves a part as it is."""

    title: str | None = None
    questions: tuple[str, ...] | None = None
    text: str | None = None
    links: tuple[str, ...] | None = None
    language: str | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much there is, and the edition, which every change of any article replaces."""

    articles: int = 0
    characters: int = 0
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All articles in the order of their making, and how much that is."""

    extent: Extent
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a document, under its heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is brought in, and what its new articles are."""

    source: str
    sections: tuple[Section, ...]
    language: str = ""
    state: State = State.active


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One article before and after; what is new or taken away lacks one of the two."""

    before: Article | None
    after: Article | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a document changes."""

    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    """The ids of the articles that say the same already."""
