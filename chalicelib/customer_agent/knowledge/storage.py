"""Articles in the table: a row each in one partition, a row for each version, one for the extent.

The extent's row is written with every change and guards what was decided on all articles; its
edition tells a process whether what it remembers of them is still so.
"""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.customer_agent.knowledge import rules
from chalicelib.customer_agent.knowledge.model import (
    Article,
    Change,
    Extent,
    Knowledge,
    State,
)
from chalicelib.table import knowledge_keys as keys
from chalicelib.table.keys import Key
from chalicelib.table.read import Position, find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, absent_or_mine, translated


class ArticleRow(Row, discriminator="article"):
    """An article, or a version of one; `facts` are its lists and small parts."""

    title = UnicodeAttribute()
    text = UnicodeAttribute()
    facts = JSONAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()
    changed_at = MomentAttribute()


class KnowledgeRow(Row, discriminator="knowledge"):
    """How many articles there are, how long together, and which edition that is."""

    articles = NumberAttribute()
    characters = NumberAttribute()
    edition = UnicodeAttribute()


def load(desk: Desk, article_id: str) -> Article:
    """Return an article as it is, or raise NotFound."""
    row = None
    if is_id("art", article_id):
        row = find(ArticleRow, keys.article(desk.account_id, article_id), consistent=True)
    if row is None:
        raise NotFound("There is no such article.")
    return _article(row, article_id)


def extent(desk: Desk, *, consistent: bool = True) -> Extent:
    """Return how much there is."""
    key = keys.knowledge(desk.account_id)
    row = find(KnowledgeRow, key, consistent=consistent)
    return _extent(row) if row else Extent()


def everything(desk: Desk) -> Knowledge:
    """Return all articles; what is read after a change belongs to an edition no older than it."""
    found = rows(keys.articles(desk.account_id), consistent=True)
    known = [_extent(row) for row in found if isinstance(row, KnowledgeRow)]
    articles = tuple(_article(row, row.sk) for row in found if isinstance(row, ArticleRow))
    return Knowledge(extent=known[0] if known else Extent(), articles=articles)


def page(
    desk: Desk, *, limit: int, position: Position | None = None
) -> tuple[list[Article], Position | None]:
    """Return a page of the articles, the newest first, and where it goes on."""
    within = Row.sk.startswith("art_")
    with translated():
        found = Row.query(
            keys.articles(desk.account_id),
            within,
            limit=limit,
            scan_index_forward=False,
            last_evaluated_key=dict(position or {}) or None,
            consistent_read=True,
        )
        articles = [_article(row, row.sk) for row in found if isinstance(row, ArticleRow)]
        onward: Any = found.last_evaluated_key
    return articles, onward


def versions(desk: Desk, article_id: str) -> tuple[Article, ...]:
    """Return the versions of an article that are kept, the newest first."""
    pk = keys.article_versions(desk.account_id, article_id)
    found = rows(pk, is_newest_first=True, consistent=True)
    return tuple(_article(row, article_id) for row in found if isinstance(row, ArticleRow))


def version(desk: Desk, article_id: str, number: int) -> Article:
    """Return one version of an article, or raise NotFound."""
    key = keys.article_version(desk.account_id, article_id, number)
    row = find(ArticleRow, key, consistent=True)
    if row is None:
        raise NotFound("There is no such version any more.")
    return _article(row, article_id)


def commit(desk: Desk, before: Extent, changes: Sequence[Change], puts: Sequence[Put]) -> Extent:
    """Write articles with their versions, unless one of them or the extent was changed since.

    Returns how much there is then; raises ConditionFailed otherwise, or Conflict for too much.
    """
    after = rules.grown(before, changes, desk.new_id("edn"))
    writes = [_extended(desk, before, after)]
    deletes: list[Row] = []
    for change in changes:
        if change.after:
            writes += _written(desk, change.before, change.after)
            if old := rules.forgotten(change.after.version):
                deletes.append(_version_row(desk, change.after.id, old))
        elif change.before:
            gone = change.before
            deletes += [_version_row(desk, gone.id, each) for each in rules.kept(gone.version)]
            deletes.append(_row(keys.article(desk.account_id, gone.id), gone))
    accounts.commit(desk, [*writes, *puts], deletes=deletes)
    return after


def _written(desk: Desk, before: Article | None, after: Article) -> list[Put]:
    condition = absent_or_mine(desk.operation_id)
    if before:
        condition = (ArticleRow.version == before.version) | (Row.operation == desk.operation_id)
    key = keys.article(desk.account_id, after.id)
    version_key = keys.article_version(desk.account_id, after.id, after.version)
    return [
        Put(row=_row(key, after), condition=condition),
        Put(row=_row(version_key, after)),
    ]


def _extended(desk: Desk, before: Extent, after: Extent) -> Put:
    row = KnowledgeRow(
        *keys.knowledge(desk.account_id),
        articles=after.articles,
        characters=after.characters,
        edition=after.edition,
    )
    if not before.edition:
        return Put(row=row, condition=absent_or_mine(desk.operation_id))
    # Not "or mine": one operation may write several editions, and each must follow its own.
    unchanged = KnowledgeRow.edition == before.edition
    return Put(row=row, condition=unchanged | (KnowledgeRow.edition == after.edition))


def _version_row(desk: Desk, article_id: str, number: int) -> Row:
    return ArticleRow(*keys.article_version(desk.account_id, article_id, number))


def _row(key: Key, article: Article) -> ArticleRow:
    return ArticleRow(
        *key,
        title=article.title,
        text=article.text,
        facts={
            "questions": list(article.questions),
            "links": list(article.links),
            "language": article.language,
            "state": article.state.value,
            "source": article.source,
            "by": article.changed_by,
        },
        version=article.version,
        created_at=article.created_at,
        changed_at=article.updated_at,
    )


def _article(row: ArticleRow, article_id: str) -> Article:
    facts = row.facts
    return Article(
        id=article_id,
        title=row.title,
        questions=tuple(facts["questions"]),
        text=row.text,
        links=tuple(facts["links"]),
        language=facts["language"],
        state=State(facts["state"]),
        source=facts["source"],
        version=int(row.version),
        created_at=row.created_at,
        updated_at=row.changed_at,
        changed_by=facts["by"],
    )


def _extent(row: KnowledgeRow) -> Extent:
    return Extent(articles=int(row.articles), characters=int(row.characters), edition=row.edition)
