"""What answers about uploads look like."""

from datetime import datetime

from chalicelib.web.description.shapes import Answers, Shape


class UploadForm(Shape, frozen=True):
    """The form that the file is posted with, as multipart, its fields before the file."""

    id: str
    url: str
    fields: dict[str, str]
    expires_at: datetime


class UploadSeen(Shape, frozen=True):
    """A file that was uploaded."""

    id: str
    name: str
    content_type: str
    size: int


class FileKinds(Shape, frozen=True):
    """Content types, and how large such a file may be."""

    types: tuple[str, ...]
    max_bytes: int


class Limits(Shape, frozen=True):
    """What files an answer may carry; `advised_bytes` is what most recipients take."""

    most: int
    max_total_bytes: int
    advised_bytes: int | None
    kinds: tuple[FileKinds, ...]


ANSWERS: Answers = {
    "POST /v1/uploads": UploadForm,
    "GET /v1/uploads/{upload_id}": UploadSeen,
}
