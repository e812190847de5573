"""The demo shop's articles and what it is asked, and which of both no training sees.

`shop/` has the articles: a heading is an id, the first line below is the title, `?` begins another
way to ask. `asked/` has the questions below the id of the article that answers them, or below `-`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zlib import crc32

from chalicelib.customer_agent.knowledge.model import Article

HERE = Path(__file__).parent
NOBODY = "-"
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the id of the article that answers it, or empty."""

    text: str
    answer: str
    language: str

    @property
    def is_held_back(self) -> bool:
        """Tell whether no training sees it: by its article, and by its own wording."""
        return is_held_back(self.answer) or _part(self.text) == 0


@cache
def articles() -> tuple[Article, ...]:
    """Return the shop's articles."""
    return tuple(
        article for path in sorted((HERE / "shop").glob("*.md")) for article in _read(path)
    )


@cache
def questions() -> tuple[Asked, ...]:
    """Return what the shop is asked, in four languages."""
    return tuple(asked for path in sorted((HERE / "asked").glob("*.txt")) for asked in _asked(path))


def is_held_back(article_id: str) -> bool:
    """Tell whether no training sees an article, nor any question for it."""
    return bool(article_id) and _part(article_id) == 0


def held_back() -> Sequence[Asked]:
    """Return the questions that no training saw."""
    return [asked for asked in questions() if asked.is_held_back]


def _part(text: str) -> int:
    return crc32(text.encode()) % _PARTS


def _read(path: Path) -> Iterator[Article]:
    for block in path.read_text(encoding="utf-8").split("## ")[1:]:
        own, title, *rest = block.strip().split("\n")
        ways = [line for line in rest if line.startswith("? ")]
        yield Article(
            id=own,
            title=title,
            questions=tuple(way.removeprefix("? ") for way in ways),
            text="\n".join(rest[len(ways) :]).strip(),
            language=path.stem,
            version=1,
            created_at=_MOMENT,
            updated_at=_MOMENT,
        )


def _asked(path: Path) -> Iterator[Asked]:
    answer = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            answer = line.removeprefix("= ").removeprefix(NOBODY)
        elif line:
            yield Asked(text=line, answer=answer, language=path.stem)
