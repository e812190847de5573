"""What has to be true of a package before it may travel; each failure says what to do."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.archive import files

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_ELF = b"\x7fELF"
_WHERE_MACHINE = slice(18, 20)
_MACHINES = {"x86_64": 62, "arm64": 183}
"""By the ELF format's own numbers."""


class Unfit(Exception):
    """The functions would not start with this."""


def runtime(template: Mapping[str, Any]) -> None:
    """Raise unless this Python is the one of all functions: no other reads what it compiles."""
    if sys.version_info.releaselevel != "final":
        raise Unfit("This Python is not released yet. Remove .venv and package with one that is.")
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for name, resource in template["Resources"].items():
        if resource.get("Type") != "AWS::Serverless::Function":
            continue
        there = resource["Properties"]["Runtime"]
        if there != here:
            version = there.removeprefix("python")
            raise Unfit(
                f"{name} is to run on {there}, and this is {here}, whose compiled modules it does "
                f"not read. Remove .venv and package with that one: "
                f"make package PYTHON=python{version}"
            )


def pinned(text: str) -> list[tuple[str, str]]:
    """Return name and version of each requirement."""
    return _PINNED.findall(text)


def requirements(tree: Path, text: str) -> None:
    """Raise unless every pinned requirement is there: Chalice only warns of what it lacks."""
    there = {name.split("/")[0].lower() for name in files(tree) if ".dist-info/" in name}
    for name, version in pinned(text):
        folder = f"{re.sub(r'[-_.]+', '_', name)}-{version}.dist-info".lower()
        if folder not in there:
            raise Unfit(
                f"{name} {version} is missing. See above what pip says, remove "
                ".chalice/deployments, where the package without it is kept, and try again."
            )


def machine(tree: Path, architecture: str) -> None:
    """Raise unless compiled extensions are for the processors that the functions run on."""
    for name in files(tree):
        raw = (tree / name).read_bytes()[: _WHERE_MACHINE.stop] if name.endswith(".so") else b""
        number = int.from_bytes(raw[_WHERE_MACHINE], "little")
        if raw.startswith(_ELF) and number != _MACHINES[architecture]:
            raise Unfit(
                f"{name} is not for {architecture}. Remove .chalice/deployments and try again; if "
                "it stays so, there is no wheel of it for Lambda."
            )
