"""A function that runs alone, as on AWS: it has loaded no more than it works with."""

import subprocess
import sys

from tests.architecture.code import ROOT

_READ = """
import app
from chalicelib import stream
from chalicelib.messaging import folding
image = {"_t": {"S": "KIND"}, "pk": {"S": "A#acc_1#X"}, "sk": {"S": "MX"}}
record = {"Keys": {"pk": image["pk"]}, "NewImage": image, "OldImage": image}
assert not folding.has_new_timers([record])
assert not folding.hands_out_anew([record])
assert folding.touched_tickets([record]) == []
"""


def test_the_stream_passes_over_kinds_of_rows_that_only_routes_load() -> None:
    _runs(_READ.replace("KIND", "macro"))


def test_the_stream_passes_over_kinds_of_rows_that_newer_code_has() -> None:
    _runs(_READ.replace("KIND", "later"))


def _runs(program: str) -> None:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
