"""Pieces of Python in processes of their own, timed by what processor time they took.

They run in the checkout, or where nothing but one folder is to be found: the package as a function
has it, or this environment's libraries. Times differ from machine to machine, and from minute to
minute where others work too. So every figure is a ratio of two pieces that run in turns, each at
its best.
"""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from infra import host

ROOT = Path(__file__).parents[1]
_WORKSHOP = ("OpenSSL", "cryptography", "moto", "pydantic")
"""Modules that others import where they find them, and that no function has."""
_ENVIRONMENT = {
    "DESKHAND_TABLE": "table",
    "DESKHAND_FILES_BUCKET": "files",
    "DESKHAND_MAIL_BUCKET": "mail",
    "DESKHAND_DELIVER_QUEUE": "https://sqs.eu-west-1.amazonaws.com/1/deliver",
    "DESKHAND_JOBS_QUEUE": "https://sqs.eu-west-1.amazonaws.com/1/jobs",
    "DESKHAND_INBOUND_QUEUE": "https://sqs.eu-west-1.amazonaws.com/1/inbound",
    "DESKHAND_BASE_URL": "https://bench.example",
    "DESKHAND_MAIL_DOMAIN": "in.bench.example",
    "DESKHAND_SIGNING_SECRET": "/bench",
    "DESKHAND_KMS_KEY": "alias/bench",
    "DESKHAND_CONFIGURATION_SET": "bench",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_FRAME = """
import json, sys, time
sys.path.insert(0, {root!r})
sys.modules.update(dict.fromkeys({workshop!r}))
{code}
print(json.dumps(result if "result" in globals() else time.process_time()))
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some code, and the folder that its modules come from."""

    code: str
    folder: Path = ROOT


def run(code: str, folder: Path = ROOT) -> object:
    """Return `result` as the piece left it, or the seconds of processor time that it took."""
    framed = _FRAME.format(root=str(folder), workshop=_WORKSHOP, code=code)
    alone = () if folder == ROOT else ("-S",)
    done = subprocess.run(
        [sys.executable, *alone, "-c", framed], env=_environment(), capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout.splitlines()[-1])


def best(pieces: Sequence[Piece], *, rounds: int) -> list[float]:
    """Return the least seconds of each piece; a first round that compiles them does not count."""
    for piece in pieces:
        run(piece.code, piece.folder)
    times = [[float(str(run(each.code, each.folder))) for each in pieces] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


@cache
def package() -> Path:
    """Return a folder with the package as a function of this machine's kind would have it."""
    return host.build(Path(mkdtemp(prefix="deskhand-package-")))


def libraries() -> Path:
    """Return the folder with this environment's libraries."""
    return Path(sysconfig.get_path("purelib"))


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, **_ENVIRONMENT, "PYTHONPYCACHEPREFIX": _compiled()}


@cache
def _compiled() -> str:
    return mkdtemp(prefix="deskhand-bench-")
