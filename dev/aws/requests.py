"""Requests on their way to moto, without what moto does not read.

Moto checks no signature, and builds the environment of a web server by parts that allow for forms
and files. A call of DynamoDB is none of these: one path, one body.
"""

from functools import wraps
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.signers import RequestSigner
from moto.core import botocore_stubber as stubbing
from moto.core.models import botocore_stubber
from moto.core.request import Request, environ_key_for_header


def ask_plainly() -> None:
    """Teach botocore and moto; any number of times."""
    module: Any = stubbing
    if hasattr(module.normalize_request, "__wrapped__"):
        return
    module.normalize_request = _plain(module.normalize_request)
    signer: Any = RequestSigner
    signer.sign = _seldom(signer.sign)


def is_for_moto(url: str) -> bool:
    """Tell whether moto answers a request to this address."""
    return botocore_stubber.enabled and (urlsplit(url).hostname or "").endswith(".amazonaws.com")


def _seldom(sign: Any) -> Any:
    @wraps(sign)
    def seldom(signer: Any, operation: str, request: Any, *args: Any, **named: Any) -> None:
        is_table = signer.signing_name == "dynamodb"
        if not (is_table and is_for_moto(request.url)):
            sign(signer, operation, request, *args, **named)

    return seldom


def _plain(normalize: Any) -> Any:
    @wraps(normalize)
    def plain(request: Any) -> Any:
        if not isinstance(request, AWSPreparedRequest) or not isinstance(request.body, bytes):
            return normalize(request)
        url = urlsplit(request.url)
        if (request.method, url.path, url.query, url.port) != ("POST", "/", "", None):
            return normalize(request)
        return Request(_environ(request, url.scheme, url.netloc))

    return plain


def _environ(request: AWSPreparedRequest, scheme: str, host: str) -> dict[str, Any]:
    headers = {
        environ_key_for_header(name): value.decode() if isinstance(value, bytes) else str(value)
        for name, value in request.headers.items()
        if name.lower() != "transfer-encoding"
    }
    return {
        "HTTP_HOST": host,
        **headers,
        "CONTENT_LENGTH": str(len(request.body)),
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "REQUEST_METHOD": request.method,
        "REQUEST_URI": "/",
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(request.body),
        "wsgi.url_scheme": scheme,
    }
