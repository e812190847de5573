"""A process that is a function of the package: nothing of this environment is on its path."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CALLS = """
import json, sys
sys.path[:] = [path for path in sys.path if "site-packages" not in path]
sys.path.insert(0, sys.argv[1])
import app
class Context:
    function_name, memory_limit_in_mb, aws_request_id = "deskhand", 1024, "r"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:deskhand"
    def get_remaining_time_in_millis(self):
        return 60_000
answers = [getattr(app, name)(event, Context()) for name, event in json.load(sys.stdin)]
print(json.dumps(answers))
"""


class Functions:
    """The package's functions, called one after another in one process."""

    def __init__(self, tree: Path, environment: Mapping[str, str]) -> None:
        """`environment` is all that they are told."""
        self.tree = tree
        self.environment = environment

    def call(self, *calls: tuple[str, Mapping[str, Any]]) -> list[Any]:
        """Return what each answered: a function's name and its event."""
        done = self._run(_CALLS, json.dumps(calls))
        assert not done.returncode, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def run(self, code: str) -> Any:
        """Return what a piece of code left as `result`."""
        begun = f"import json, sys\nsys.path.insert(0, sys.argv[1])\n{code}"
        done = self._run(f"{begun}\nprint(json.dumps(result))")
        assert not done.returncode, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def _run(self, code: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-S", "-B", "-c", code, str(self.tree)],
            env=dict(self.environment),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
