"""A botocore session that starts quickly: building the first client is part of every cold start.

botocore looks through 400 services' folders twice, and turns a megabyte about all endpoints of
all services into dictionaries. Here it gets to see the services that the product uses, and no more.
"""

import gzip
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import Loader
from botocore.session import Session

SERVICES = ("bedrock-runtime", "dynamodb", "kms", "s3", "sesv2", "sqs", "ssm")
"""All that the product talks to; asking for a client of another one fails."""
_HOSTS = frozenset({"bedrock-runtime", "dynamodb", "kms", "s3", "email", "sqs", "ssm"})
"""The same, as the list of endpoints calls them."""
_Table = dict[str, msgspec.Raw]


class _Endpoints(msgspec.Struct):
    partitions: list[_Table]
    version: int


class _Files:
    """Reads botocore's own files, packed or not; paths come without their extension."""

    def exists(self, file_path: str) -> bool:
        return any(path.is_file() for path in _paths(file_path))

    def load_file(self, file_path: str) -> Any:
        for path in _paths(file_path):
            if path.is_file():
                raw = path.read_bytes()
                whole = gzip.decompress(raw) if path.suffix == ".gz" else raw
                is_long = path.name.startswith("endpoints.")
                return few_endpoints(whole) if is_long else msgspec.json.decode(whole)
        return None


class _Few(Loader):
    def list_available_services(self, type_name: str) -> list[str]:
        return list(SERVICES)


_loader = _Few(file_loader=_Files())


def quick_session() -> Any:
    """Return a new session; what one has read of botocore's files, the next need not."""
    made: Any = Session()
    made.register_component("data_loader", _loader)
    return made


def few_endpoints(whole: bytes) -> dict[str, Any]:
    """Return the list of all services' endpoints, with no more than ours in it."""
    read = msgspec.json.decode(whole, type=_Endpoints)
    partitions = [
        {name: _used(raw) if name == "services" else _plain(raw) for name, raw in each.items()}
        for each in read.partitions
    ]
    return {"partitions": partitions, "version": read.version}


def _used(services: msgspec.Raw) -> dict[str, Any]:
    found = msgspec.json.decode(services, type=_Table)
    return {name: _plain(raw) for name, raw in found.items() if name in _HOSTS}


def _plain(raw: msgspec.Raw) -> Any:
    return msgspec.json.decode(raw)


def _paths(file_path: str) -> tuple[Path, Path]:
    return Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")
