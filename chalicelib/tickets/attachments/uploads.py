"""Uploads: a form for one file, and the moment at which a file becomes part of an entry.

What was uploaded lies where the bucket forgets it after a day. An entry gets a copy of its own: who
still has the form may put other bytes in the same place, and changes nothing that was sent.
"""

import re
from collections.abc import Iterable

from chalicelib.channels.media import MediaLimits
from chalicelib.core.desk import CallerKind, Desk, Form, Laid
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.table import operations
from chalicelib.table.write import transact
from chalicelib.tickets.attachments import rules
from chalicelib.tickets.attachments.model import Wanted
from chalicelib.tickets.model import Attachment

PREFIX = "uploads"
_RANDOM_BYTES = 16
_ID = re.compile(r"upl_[0-9a-f]{32}")


def start(desk: Desk, wanted: Wanted, limits: MediaLimits = rules.ANYTHING) -> tuple[str, Form]:
    """Return the id of an upload and the form to make it with."""
    known = rules.checked(wanted, limits)
    upload_id = operations.once(desk, lambda: _started(desk))["id"]
    form = desk.files.form(
        _key(desk, upload_id), name=known.name, content_type=known.content_type, size=known.size
    )
    return upload_id, form


def find(desk: Desk, upload_id: str) -> Wanted:
    """Return what was uploaded, or raise NotFound where it never was, or is forgotten."""
    laid = _look(desk, upload_id)
    return Wanted(name=laid.name, content_type=laid.content_type, size=laid.size)


class Uploads:
    """What one request wants attached; looked at and copied once, however often it is decided."""

    def __init__(self, desk: Desk, ids: tuple[str, ...]) -> None:
        """Touch nothing yet: a request that came before needs none of them any more."""
        self._desk = desk
        self._ids = tuple(dict.fromkeys(ids))
        self._found: tuple[Attachment, ...] | None = None
        self._tags: tuple[str, ...] = ()
        self._is_kept = False

    def fitting(self, limits: MediaLimits | None) -> tuple[Attachment, ...]:
        """Return the files as the entry will have them, or raise Invalid."""
        if self._found is None:
            looked = [self._look(at, upload_id) for at, upload_id in enumerate(self._ids)]
            self._found = tuple(file for file, _ in looked)
            self._tags = tuple(tag for _, tag in looked)
        rules.refuse(limits, self._found)
        return self._found

    def keep(self) -> None:
        """Make the copies that the entry has for good; before it is written, as all long parts."""
        if self._is_kept or self._found is None:
            return
        for upload_id, file, tag in zip(self._ids, self._found, self._tags, strict=True):
            self._desk.files.copy(_key(self._desk, upload_id), file.key, tag=tag)
        self._is_kept = True

    def _look(self, at: int, upload_id: str) -> tuple[Attachment, str]:
        desk = self._desk
        try:
            laid = _look(desk, upload_id)
        except NotFound as missing:
            detail = "There is no such upload; after a day it has to be made again."
            fault = Fault(f"/attachment_ids/{at}", "unknown_upload", detail)
            raise Invalid(detail, code="unknown_upload", faults=[fault]) from missing
        attachment_id = desk.new_id("att")
        file = Attachment(
            id=attachment_id,
            name=laid.name,
            content_type=laid.content_type,
            size=laid.size,
            key=f"{desk.account_id}/files/{attachment_id}",
        )
        return file, laid.tag


def again(desk: Desk, files: Iterable[Attachment]) -> tuple[str, ...]:
    """Return uploads of the same bytes: of a message that is taken back they can be sent anew."""
    return tuple(_again(desk, file) for file in files)


def _again(desk: Desk, file: Attachment) -> str:
    upload_id = _new_id(desk)
    desk.files.copy(file.key, _key(desk, upload_id), tag=desk.files.look(file.key).tag)
    return upload_id


def _look(desk: Desk, upload_id: str) -> Laid:
    if not _ID.fullmatch(upload_id):
        raise NotFound("There is no such upload.")
    return desk.files.look(_key(desk, upload_id))


def link(desk: Desk, files: Iterable[Attachment], attachment_id: str) -> str:
    """Return an address for one download of one of these, or raise NotFound."""
    for file in files:
        if file.id == attachment_id:
            return desk.files.link(file.key, name=file.name, content_type=file.content_type)
    raise NotFound("There is no such attachment.")


def _started(desk: Desk) -> dict[str, str]:
    made = {"id": _new_id(desk)}
    if marks := operations.mark(desk, made):
        transact(desk, marks)
    return made


def _new_id(desk: Desk) -> str:
    return f"upl_{desk.randomness(_RANDOM_BYTES).hex()}"


def _key(desk: Desk, upload_id: str) -> str:
    # A visitor's lie apart: whoever else asks for them, the team among them, finds nothing there.
    own = f"/{desk.caller.id}" if desk.caller.kind is CallerKind.visitor else ""
    return f"{PREFIX}/{desk.account_id}{own}/{upload_id}"
