"""Uploading over HTTP: the file itself goes past us, into the bucket."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.channels.media import MediaLimits
from chalicelib.core.desk import Desk
from chalicelib.tickets.attachments import uploads
from chalicelib.tickets.attachments.model import Wanted
from chalicelib.tickets.attachments.rules import ANYTHING
from chalicelib.tickets.routes import routes
from chalicelib.web.bodies import Body

AttachmentIds = Annotated[tuple[Annotated[str, Meta(max_length=60)], ...], Meta(max_length=20)]


class UploadBody(Body, frozen=True):
    """The file that will be posted; its length is exact."""

    name: Annotated[str, Meta(max_length=1000)]
    content_type: Annotated[str, Meta(max_length=200)]
    size: int


@routes.post("/v1/uploads", needs="tickets:write", body=UploadBody, status=201)
def start_upload(desk: Desk, body: UploadBody) -> dict[str, Any]:
    """Return the form that a file is posted with; its id goes with the reply or note."""
    return begun(desk, body, ANYTHING)


def begun(desk: Desk, body: UploadBody, limits: MediaLimits) -> dict[str, Any]:
    """Return what whoever asks may put one file where files lie with."""
    wanted = Wanted(name=body.name, content_type=body.content_type, size=body.size)
    upload_id, form = uploads.start(desk, wanted, limits)
    return {
        "id": upload_id,
        "url": form.url,
        "fields": dict(form.fields),
        "expires_at": form.expires_at,
    }


@routes.get("/v1/uploads/{upload_id}", needs="tickets:write")
def get_upload(desk: Desk, upload_id: str) -> dict[str, Any]:
    """Tell what was uploaded, so that a draft can show what it will send."""
    found = uploads.find(desk, upload_id)
    return {
        "id": upload_id,
        "name": found.name,
        "content_type": found.content_type,
        "size": found.size,
    }
