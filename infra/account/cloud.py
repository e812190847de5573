"""The AWS account that a stage is deployed to."""

from copy import copy
from functools import cached_property
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from infra.account.stage import Stage

# A deploy may wait; what it must not do is end because AWS was busy for a moment.
_PATIENT = Config(retries={"mode": "standard", "max_attempts": 6}, connect_timeout=10)

KEYS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
"""What tells AWS who asks."""


class NoRegionError(BotoCoreError):
    """Neither the stage nor AWS's own configuration names a region."""

    fmt = 'There is no region: set it in deploy.toml, [{stage}] region = "eu-west-1".'


class Cloud:
    """Clients of one account and region, made when they are asked for."""

    def __init__(self, stage: Stage) -> None:
        """Look for credentials and region as every tool of AWS does; ask nobody yet."""
        self._session = botocore.session.Session(profile=stage.profile or None)
        self.region: str = stage.region or self._session.get_config_variable("region") or ""
        self._clients: dict[str, Any] = {}
        self._stage = stage.name

    def client(self, service: str) -> Any:
        """Return the service's client; raises NoRegionError."""
        if not self.region:
            raise NoRegionError(stage=self._stage)
        if service not in self._clients:
            self._clients[service] = self._session.create_client(
                service, region_name=self.region, config=_PATIENT
            )
        return self._clients[service]

    def in_region(self, region: str) -> "Cloud":
        """Return the same account in another region."""
        other = copy(self)
        other.region, other._clients = region, {}
        return other

    @cached_property
    def account_id(self) -> str:
        """Return the account's number; raises what botocore raises without credentials."""
        return self.client("sts").get_caller_identity()["Account"]

    @property
    def partition(self) -> str:
        """Return the first part of ARNs in this region."""
        return self._session.get_partition_for_region(self.region)


def code(error: ClientError) -> str:
    """Return AWS's name of a refusal."""
    return error.response.get("Error", {}).get("Code", "")


_UNKNOWN = (
    "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidSignatureException",
    "SignatureDoesNotMatch", "UnrecognizedClientException",
)  # fmt: skip


def why(error: Exception) -> str:
    """Return what an error says in a sentence, with what mends it where that is known."""
    is_unknown = isinstance(error, ClientError) and code(error) in _UNKNOWN
    if is_unknown or isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return f"AWS does not know who asks: {str(error).rstrip('.')}; set {KEYS}."
    return f"AWS refused: {error}" if isinstance(error, ClientError) else str(error)


_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403")


def is_denied(error: ClientError) -> bool:
    """Tell whether these credentials may not do it."""
    return code(error) in _DENIED
