"""The command measures what is registered, in a process of its own."""

import subprocess
import sys


def test_what_is_registered_is_within_budget() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 over budget" in done.stdout
