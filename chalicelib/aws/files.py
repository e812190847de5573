"""A private S3 bucket."""

from typing import Any
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import Clients
from chalicelib.core.errors import NotFound, Unavailable

LINK_SECONDS = 300
HARMLESS = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"}
)
"""Types that a link may name; anything else is announced as bytes without a meaning."""

_MISSING = frozenset({"NoSuchKey", "404"})


class S3Files:
    """Bytes by key, with links that are downloads for five minutes."""

    def __init__(self, clients: Clients, bucket: str) -> None:
        """Touch nothing yet."""
        self._clients = clients
        self._bucket = bucket

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
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise NotFound("There is no such file.") from error
            raise Unavailable("The file could not be read; try again.") from error
        except BotoCoreError as error:
            raise Unavailable("The file could not be read; try again.") from error

    def link(self, key: str, *, name: str, content_type: str) -> str:
        """Return an address for one download; nothing behind it is ever shown in place."""
        asked = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentDisposition": disposition(name),
            "ResponseContentType": harmless(content_type),
            "ResponseCacheControl": "no-store",
        }
        return self._client.generate_presigned_url(
            "get_object", Params=asked, ExpiresIn=LINK_SECONDS
        )

    @property
    def _client(self) -> Any:
        return self._clients.get("s3")


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
