"""Making, changing, restoring and ending articles."""

from collections.abc import Callable
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customer_agent.knowledge import rules, storage
from chalicelib.customer_agent.knowledge.model import Article, Change, Edit
from chalicelib.table import operations
from chalicelib.table.write import Put

BUSY = "The articles were changed by others at the same time; try again."


def create(desk: Desk, wanted: Edit) -> Article:
    """Make an article."""

    def act() -> dict[str, Any]:
        extent, now = storage.extent(desk), desk.now()
        blank = Article(id=desk.new_id("art"), created_at=now, updated_at=now)
        article = rules.edited(blank, wanted, now, desk.caller.id)
        said = _said(desk, "article_created", article)
        storage.commit(desk, extent, [Change(before=None, after=article)], said)
        return {"article_id": article.id}

    return storage.load(desk, operations.decided(desk, act, lost=BUSY)["article_id"])


def edit(desk: Desk, article_id: str, wanted: Edit, *, expected: int | None = None) -> Article:
    """Change an article; raise Conflict `version_mismatch` where it is not as `expected`."""
    return _changed(
        desk,
        article_id,
        lambda before: rules.edited(before, wanted, desk.now(), desk.caller.id),
        event="article_changed",
        expected=expected,
    )


def restore(desk: Desk, article_id: str, version: int, *, expected: int | None = None) -> Article:
    """Make an older version's words the newest version, as far as versions are kept."""

    def restored(before: Article) -> Article:
        old = storage.version(desk, article_id, version)
        return rules.restored(before, old, desk.now(), desk.caller.id)

    return _changed(desk, article_id, restored, event="article_restored", expected=expected)


def remove(desk: Desk, article_id: str, *, expected: int | None = None) -> None:
    """End an article with all its versions."""

    def act() -> dict[str, Any]:
        gone, extent = storage.load(desk, article_id), storage.extent(desk)
        _refuse_other(gone, expected)
        said = _said(desk, "article_deleted", gone)
        storage.commit(desk, extent, [Change(before=gone, after=None)], said)
        return {}

    operations.decided(desk, act, lost=BUSY)


def _changed(
    desk: Desk, article_id: str, change: Callable[[Article], Article], *, event: str,
    expected: int | None,
) -> Article:  # fmt: skip
    def act() -> dict[str, Any]:
        before = storage.load(desk, article_id)
        _refuse_other(before, expected)
        after = change(before)
        if after != before:
            said = _said(desk, event, after)
            changes = [Change(before=before, after=after)]
            storage.commit(desk, storage.extent(desk), changes, said)
        return {"article_id": article_id}

    operations.decided(desk, act, lost=BUSY)
    return storage.load(desk, article_id)


def _said(desk: Desk, event: str, article: Article) -> list[Put]:
    said = accounts.put_event(desk, event, article.id, article.title)
    return [said, *operations.mark(desk, {"article_id": article.id})]


def _refuse_other(article: Article, expected: int | None) -> None:
    if expected is not None and article.version != expected:
        detail = "The article was changed meanwhile."
        raise Conflict(detail, code="version_mismatch", extra={"version": article.version})
