"""The environment, read once into one frozen value; the only reader of `os.environ`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from chalicelib.core.place import RESOLVERS

_REQUIRED = {
    "table": "DESKHAND_TABLE",
    "files_bucket": "DESKHAND_FILES_BUCKET",
    "mail_bucket": "DESKHAND_MAIL_BUCKET",
    "deliver_queue": "DESKHAND_DELIVER_QUEUE",
    "jobs_queue": "DESKHAND_JOBS_QUEUE",
    "inbound_queue": "DESKHAND_INBOUND_QUEUE",
    "base_url": "DESKHAND_BASE_URL",
    "mail_domain": "DESKHAND_MAIL_DOMAIN",
    "signing_secret": "DESKHAND_SIGNING_SECRET",
    "kms_key": "DESKHAND_KMS_KEY",
    "configuration_set": "DESKHAND_CONFIGURATION_SET",
    "region": "AWS_REGION",
}


class MissingSettingsError(Exception):
    """Names every variable that is missing, not just the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation lives. Queues are URLs, the secret is a parameter's name."""

    table: str
    files_bucket: str
    mail_bucket: str
    deliver_queue: str
    jobs_queue: str
    inbound_queue: str
    base_url: str
    mail_domain: str
    signing_secret: str
    kms_key: str
    configuration_set: str
    region: str
    is_sign_up_open: bool = False
    trial_days: int = 0
    """Days that a new account has everything for; 0: for good."""
    resolvers: tuple[str, ...] = RESOLVERS
    """DNS over HTTPS; without any, DNS is never asked."""
    bedrock_model: str = ""
    """A model's or inference profile's id; without one, no language model is ever asked."""
    shopify_client_id: str = ""
    """Of this installation's app; without one, merchants bring their own."""
    shopify_client_secret: str = field(default="", repr=False)
    front_secret: str = field(default="", repr=False)
    """What CloudFront proves itself by; empty where there is none in front."""

    @property
    def queues(self) -> dict[str, str]:
        """Return the queues by the names that operations use."""
        return {
            "deliver": self.deliver_queue,
            "jobs": self.jobs_queue,
            "inbound": self.inbound_queue,
        }


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment; raise MissingSettingsError naming all that is missing."""
    variables = os.environ if environment is None else environment
    missing = sorted(name for name in _REQUIRED.values() if not variables.get(name))
    if missing:
        raise MissingSettingsError(f"Set these environment variables: {', '.join(missing)}")
    values = {field: variables[name] for field, name in _REQUIRED.items()}
    return Settings(
        **values,
        trial_days=int(variables.get("DESKHAND_TRIAL_DAYS") or 0),
        resolvers=_resolvers(variables.get("DESKHAND_RESOLVERS", "")),
        is_sign_up_open=variables.get("DESKHAND_SIGN_UP") == "open",
        bedrock_model=variables.get("DESKHAND_BEDROCK_MODEL", ""),
        shopify_client_id=variables.get("DESKHAND_SHOPIFY_CLIENT_ID", ""),
        shopify_client_secret=variables.get("DESKHAND_SHOPIFY_CLIENT_SECRET", ""),
        front_secret=variables.get("DESKHAND_FRONT_SECRET", ""),
    )


def _resolvers(text: str) -> tuple[str, ...]:
    if text.strip() == "off":
        return ()
    return tuple(text.replace(",", " ").split()) or RESOLVERS


def trace() -> str:
    """Return the trace that what runs now belongs to, as Lambda says it; empty without one."""
    return os.environ.get("_X_AMZN_TRACE_ID", "").partition("Root=")[2].partition(";")[0]


@cache
def service() -> str:
    """Return what lines and metrics call this installation: its stack, which a process keeps."""
    return os.environ.get("POWERTOOLS_SERVICE_NAME") or "deskhand"
