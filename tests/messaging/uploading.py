"""Files that agents upload, by the API's own form and at the door that S3 would be."""

from typing import Any

from chalicelib.aws.session import quick_session
from dev.aws import uploads
from dev.web.exchange import Answered
from tests.faults.shop import Answer, Shop
from tests.kit.forms import posted

PNG = b"\x89PNG\r\n\x1a\n a mug"


def wanted(content: bytes = PNG, **facts: Any) -> dict[str, Any]:
    """Return what is told of a file before it is uploaded."""
    return {"name": "mug.png", "content_type": "image/png", "size": len(content), **facts}


def put(shop: Shop, started: dict[str, Any], content: bytes = PNG, **other: str) -> Answered:
    """Post a file with the form of an upload; fields may be others, or missing where empty."""
    fields = {name: text for name, text in (started["fields"] | other).items() if text}
    return at_the_door(shop, *posted(fields, content))


def at_the_door(shop: Shop, kind: str, body: bytes) -> Answered:
    """Post whatever it is."""
    return uploads.take(quick_session(), kind, body, now=shop.cloud.world.now)


def upload(
    shop: Shop, content: bytes = PNG, *, path: str = "/v1/uploads", by: str = "alice", **facts: Any
) -> str:
    """Upload a file; return what a reply names it by."""
    started = shop.done("POST", path, wanted(content, **facts), by=by)
    answered = put(shop, started, content)
    assert answered.status == 204, answered.body
    return started["id"]


def attach(shop: Shop, *ids: str, text: str = "", verb: str = "replies", **headers: str) -> Answer:
    """Answer with files, or note them."""
    body = {"text": text, "attachment_ids": list(ids)}
    return shop.ask("POST", f"{shop.at}/{verb}", body, **headers)


def bring(shop: Shop, content: bytes = PNG, **facts: Any) -> str:
    """Upload a file as the visitor; return what their message names it by."""
    return upload(shop, content, path="/v1/chat/uploads", by="visitor", **facts)


def vanish(shop: Shop, upload_id: str) -> None:
    """Let the bucket forget what was uploaded, as it does after a day."""
    files: Any = shop.desk().files
    key = f"uploads/{shop.account.id}/{upload_id}"
    files._client.delete_object(Bucket=files._bucket, Key=key)


def content_of(shop: Shop, message: dict[str, Any], at: int = 0) -> bytes:
    """Return the bytes that a link to a message's file would lead to."""
    file_id = message["attachments"][at]["id"]
    return shop.desk().files.get(f"{shop.account.id}/files/{file_id}")
