"""The bytes that came with a message, in the bucket before the message is in the table."""

from chalicelib.channels.model import File
from chalicelib.core.desk import Desk
from chalicelib.tickets.model import Attachment


def stored(desk: Desk, files: tuple[File, ...]) -> tuple[Attachment, ...]:
    """Put files into the bucket, each in a place of its own."""
    return tuple(_store(desk, file) for file in files)


def emptied(desk: Desk, files: tuple[Attachment, ...]) -> None:
    """Let go of what no message names: it may be of one that was taken back just now."""
    for file in files:
        desk.files.put(file.key, b"", content_type=file.content_type)


def _store(desk: Desk, file: File) -> Attachment:
    attachment_id = desk.new_id("att")
    key = f"{desk.account_id}/files/{attachment_id}"
    desk.files.put(key, file.content, content_type=file.content_type)
    return Attachment(
        id=attachment_id,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        key=key,
        content_id=file.content_id,
    )
