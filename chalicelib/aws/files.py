"""A private S3 bucket."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import Clients
from chalicelib.core.desk import Form, Laid
from chalicelib.core.errors import Conflict, NotFound, Unavailable

LINK_SECONDS = 300
LENT_SECONDS = 3600
"""For providers, which fetch when they get to it."""
FORM_LIFETIME = timedelta(minutes=15)
NAME = "x-amz-meta-name"
HARMLESS = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"}
)
"""Types that a link may name; anything else is announced as bytes without a meaning."""

_MISSING = frozenset({"NoSuchKey", "NoSuchUpload", "InvalidPart", "404"})
_NOT_TOLD = frozenset({*_MISSING, "403", "AccessDenied"})
"""Who may not list a bucket is not told that a file is missing, only that it may not be had."""
_CHANGED = "PreconditionFailed"


class S3Files:
    """Bytes by key, with links that are downloads for five minutes."""

    def __init__(self, clients: Clients, bucket: str, clock: Callable[[], datetime]) -> None:
        """Touch nothing yet."""
        self._clients = clients
        self._bucket = bucket
        self._clock = clock

    @property
    def origin(self) -> str:
        """Return the bucket's own host; no client is built for it."""
        region = self._clients.region
        ending = ".cn" if region.startswith("cn-") else ""
        return f"https://{self._bucket}.s3.{region}.amazonaws.com{ending}"

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Store, replacing what was there."""
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=body, ContentType=content_type
            )
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("The file could not be stored; try again.") from error

    def get(self, key: str) -> bytes:
        """Return the bytes, or raise NotFound."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_MISSING) from error

    def get_part(self, key: str, start: int, end: int) -> bytes:
        """Ask for these bytes alone; the bucket counts the last one in."""
        asked = {"Bucket": self._bucket, "Key": key, "Range": f"bytes={start}-{end - 1}"}
        try:
            return self._client.get_object(**asked)["Body"].read()
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_NOT_TOLD) from error

    def remove(self, key: str) -> None:
        """Delete it; the bucket does not say whether there was anything."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=key)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("The file could not be deleted; try again.") from error

    def link(self, key: str, *, name: str, content_type: str) -> str:
        """Return an address for one download; nothing behind it is ever shown in place."""
        return self._address(key, name, harmless(content_type), seconds=LINK_SECONDS)

    def lend(self, key: str, *, name: str, content_type: str) -> str:
        """Return the same for a provider, which has to be told what it is."""
        return self._address(key, name, content_type, seconds=LENT_SECONDS)

    def form(self, key: str, *, name: str, content_type: str, size: int) -> Form:
        """Return a presigned POST: the policy names key, type, name and length exactly."""
        fields = {"Content-Type": content_type, NAME: quote(name, safe="")}
        conditions: list[Any] = [{field: text} for field, text in fields.items()]
        found = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=key,
            Fields=fields,
            Conditions=[*conditions, ["content-length-range", size, size]],
            ExpiresIn=int(FORM_LIFETIME.total_seconds()),
        )
        expires_at = self._clock() + FORM_LIFETIME
        return Form(url=found["url"], fields=found["fields"], expires_at=expires_at)

    def look(self, key: str) -> Laid:
        """Tell what lies there by its head alone."""
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_NOT_TOLD) from error
        return Laid(
            name=unquote(head["Metadata"].get("name", "")),
            content_type=head["ContentType"],
            size=head["ContentLength"],
            tag=head["ETag"],
        )

    def copy(self, source: str, target: str, *, tag: str) -> None:
        """Let the bucket copy it; the bytes do not come here."""
        try:
            self._client.copy_object(
                Bucket=self._bucket,
                Key=target,
                CopySource={"Bucket": self._bucket, "Key": source},
                CopySourceIfMatch=tag,
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_NOT_TOLD) from error

    def begin(self, key: str, *, content_type: str) -> str:
        """Begin an upload; the bucket gives up what is never finished."""
        asked = {"Bucket": self._bucket, "Key": key, "ContentType": content_type}
        try:
            return self._client.create_multipart_upload(**asked)["UploadId"]
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_MISSING) from error

    def add_part(self, key: str, upload: str, number: int, body: bytes) -> str:
        """Put a part; one that comes again replaces itself."""
        asked = {"Bucket": self._bucket, "Key": key, "UploadId": upload, "PartNumber": number}
        try:
            return self._client.upload_part(**asked, Body=body)["ETag"]
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_MISSING) from error

    def finish(self, key: str, upload: str, tags: tuple[str, ...]) -> None:
        """Name all parts in order, as the bucket wants it."""
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
        asked = {"Bucket": self._bucket, "Key": key, "UploadId": upload}
        try:
            self._client.complete_multipart_upload(**asked, MultipartUpload={"Parts": parts})
        except (ClientError, BotoCoreError) as error:
            raise _failure(error, missing=_MISSING) from error

    def _address(self, key: str, name: str, content_type: str, *, seconds: int) -> str:
        asked = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": disposition(name),
            "ResponseContentType": content_type,
            "ResponseCacheControl": "no-store",
        }
        return self._client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)

    @property
    def _client(self) -> Any:
        return self._clients.get("s3")


def _failure(
    error: ClientError | BotoCoreError, *, missing: frozenset[str]
) -> NotFound | Conflict | Unavailable:
    told: Any = error
    code = told.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    if code in missing:
        return NotFound("There is no such file.")
    if code == _CHANGED:
        return Conflict("The file was replaced just now; look again.", code="upload_changed")
    return Unavailable("The file could not be read; try again.")


def disposition(name: str) -> str:
    """Return the header that makes a download of it, under this name (RFC 6266).

    >>> disposition('r\\u00e9sum\\u00e9 "1".pdf')
    'attachment; filename="r_sum_ _1_.pdf"; filename*=UTF-8\\'\\'r%C3%A9sum%C3%A9%20%221%22.pdf'
    """
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def harmless(content_type: str) -> str:
    """Return the type if no browser runs it, otherwise that of plain bytes."""
    bare = content_type.partition(";")[0].strip().lower()
    return bare if bare in HARMLESS else "application/octet-stream"
