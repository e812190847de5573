"""Refuses what should not be committed: secrets, large files, leftovers. Run by pre-commit."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

LARGEST = 500_000
_LEFTOVERS = {
    "a conflict": re.compile(rb"^(<{7} |>{7} )", re.MULTILINE),
    "space at the end of a line": re.compile(rb"[ \t]+$", re.MULTILINE),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an AWS key": re.compile(rb"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a provider's token": re.compile(rb"\b(ghp_|sk_live_|shpat_|xox[abp]-)[0-9A-Za-z]{16,}"),
}


def faults(content: bytes) -> Iterator[str]:
    """Yield what is wrong with a text file."""
    if len(content) > LARGEST:
        yield f"more than {LARGEST:,} bytes"
    if content and not content.endswith(b"\n"):
        yield "no line end at the end"
    yield from (name for name, pattern in _LEFTOVERS.items() if pattern.search(content))


def main(paths: list[str]) -> int:
    """Print each fault; return 1 if there is any."""
    found = [f"{path}: {fault}" for path in paths for fault in faults(Path(path).read_bytes())]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
