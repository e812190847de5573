"""The table's calls taken to moto as they are, not by letter.

On its way to moto a call of DynamoDB is written as JSON, sent as a request and read again, and so
is its answer: four fifths of what a call costs, and what tests of the product pay most for. Here
PynamoDB's parameters go to moto's handler as a copy, and its answer comes back as one. What does
not simply succeed (an error, a fault that a layer plays, a value that is not plain JSON) goes
botocore's own way, so that what it makes of that, its retries above all, stays its own.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from functools import cached_property, wraps
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.validate import ParamValidationDecorator
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from dev.aws.gate import Call, gate
from dev.aws.requests import is_for_moto
from dev.aws.shapes import Copies, NotPlain, text

_Parameters = dict[str, Any]
_METHODS = {
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "DeleteItem": "delete_item",
    "GetItem": "get_item",
    "PutItem": "put_item",
    "Query": "query",
    "TransactGetItems": "transact_get_items",
    "TransactWriteItems": "transact_write_items",
    "UpdateItem": "update_item",
}
_JSON = {"Content-Type": "application/x-amz-json-1.0"}


def _binary(value: Any) -> bytes:
    if type(value) is not bytes:
        raise NotPlain
    return value


_questions = Copies(str_of=text, blob_of=_binary, is_all_known=True)
_answers = Copies(str_of=text, blob_of=_binary)


def answer_directly() -> None:
    """Teach botocore; any number of times."""
    client: Any = BaseClient
    if not hasattr(client._make_api_call, "is_direct"):
        client._make_api_call = _directly_or(client._make_api_call)
        client._make_api_call.is_direct = True


def _directly_or(ask: Callable[..., Any]) -> Any:
    @wraps(ask)
    def asked(client: Any, operation: str, parameters: _Parameters) -> Any:
        if operation not in _METHODS or not _is_plain(client):
            return ask(client, operation, parameters)
        model = client.meta.service_model.operation_model(operation)
        try:
            copy = _questions.of(model.input_shape)(parameters)
        except NotPlain:
            return ask(client, operation, parameters)
        request: Any = _Request(client, model, parameters)
        call = Call(f"dynamodb.{operation}", request)
        try:
            response = gate.ask(call, lambda: _answered(client, model, copy))
        except Exception as failed:
            with gate.known(failed):
                return ask(client, operation, parameters)
        if isinstance(response, _Plain):
            return response.told()
        with gate.known(response):
            return ask(client, operation, parameters)

    return asked


def _is_plain(client: Any) -> bool:
    """Tell whether it is a client as PynamoDB builds them, and moto answers it."""
    is_checked = isinstance(client._serializer, ParamValidationDecorator)
    return not is_checked and is_for_moto(client.meta.endpoint_url)


class _Request:
    """What layers see of a request; it is built as botocore does for whoever looks closer."""

    def __init__(self, client: Any, model: Any, parameters: _Parameters) -> None:
        self._client, self._model, self._parameters = client, model, parameters
        self.url = client.meta.endpoint_url + "/"

    @cached_property
    def body(self) -> bytes:
        return _written(self._parameters)

    @cached_property
    def _whole(self) -> Any:
        client, model = self._client, self._model
        context = {"client_region": client.meta.region_name, "client_config": client.meta.config,
                   "has_streaming_input": False, "auth_type": model.resolved_auth_type}  # fmt: skip
        asked = client._convert_to_request_dict(
            api_params=self._parameters, operation_model=model, endpoint_url=self.url,
            context=context,
        )  # fmt: skip
        return client._endpoint.create_request(asked, model)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)


def _written(plain: _Parameters) -> bytes:
    return json.dumps(plain, default=lambda raw: b64encode(raw).decode()).encode()


class _Raw(BytesIO):
    def stream(self, **_: object) -> list[bytes]:
        return [self.read()]


class _Plain(AWSResponse):
    """An answer that is written down only if somebody reads it."""

    def __init__(self, url: str, answer: _Parameters) -> None:
        super().__init__(url, 200, _JSON, None)
        self._answer = answer

    @property
    def content(self) -> bytes:
        """Return it as DynamoDB writes it."""
        return _written(self._answer)

    def told(self) -> _Parameters:
        """Return it as botocore reads it."""
        about = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RequestId": "", "RetryAttempts": 0}
        return {**self._answer, "ResponseMetadata": about}


def _answered(client: Any, model: Any, parameters: _Parameters) -> AWSResponse:
    handler: Any = DynamoHandler()
    handler.body = handler.params = parameters
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, client.meta.region_name
    try:
        answer = getattr(handler, _METHODS[model.name])()
    except HTTPException as refused:
        return _by_letter(client, refused.code or 400, refused.description or "")
    try:
        return _Plain(client.meta.endpoint_url, _answers.of(model.output_shape)(answer.result))
    except NotPlain:  # it is done all the same: moto writes the answer down
        handler.headers = {"X-Amz-Target": f"DynamoDB_20120810.{model.name}", **_JSON}
        handler.querystring, handler.response_headers = {}, {}
        status, _, body = handler.serialized(answer)
        return _by_letter(client, status, body)


def _by_letter(client: Any, status: int, body: str) -> AWSResponse:
    return AWSResponse(client.meta.endpoint_url, status, _JSON, _Raw(body.encode()))
