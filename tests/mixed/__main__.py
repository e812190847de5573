"""Let another version and this one take turns, and tell what breaks: `python -m tests.mixed v1.0`.

What is named is a version that git knows, or a folder that holds one.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.mixed.shift import run
from tests.mixed.trees import NoSuchVersion, of_ref


def say(line: str) -> None:
    """Write a line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Return the exit code: 0 where nothing breaks, 1 where something does, 2 for no version."""
    asked = argparse.ArgumentParser(prog="python -m tests.mixed", description=__doc__)
    asked.add_argument("version", help="a tag, branch or commit; or a folder")
    asked.add_argument("--seed", type=int, default=1, help="which of the two does what")
    asked.add_argument("--only", default="", help="commands whose names hold this; `walk` for none")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mixed-") as folder:
        try:
            is_folder = Path(given.version).is_dir()
            tree = Path(given.version) if is_folder else of_ref(given.version, Path(folder))
        except NoSuchVersion as missing:
            sys.stderr.write(f"{missing}\n")
            return 2
        say(f"This version and {given.version} take turns (seed {given.seed}):")
        broken = run(tree.resolve(), seed=given.seed, only=given.only, say=say)
    for line in broken:
        say(f"BROKEN {line}")
    say(f"{len(broken)} broken" if broken else "All good")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
