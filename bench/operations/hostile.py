"""Mail that means harm, in a process of its own: how long it takes and how much it holds."""

from bench.children import run
from bench.registry import figure

MEGABYTE = 1_000_000
LARGEST = 30 * MEGABYTE
_MAILS = {
    "nested tags": 'b"<b>" * (size // 3)',
    "an unclosed comment": 'b"<!--" * (size // 4)',
    "quote marks": 'b">" * size',
    "wrote: lines": 'b"On Mon, Anna wrote:\\n" * (size // 20)',
    "one long line": 'b"a " * (size // 2)',
    "entities": 'b"&lt;" * (size // 4)',
    "attributes": 'b"<a " + b"x=1 " * (size // 4) + b">"',
}
_LARGE = ("nested tags", "one long line", "wrote: lines")
_CODE = """
from chalicelib.channels.email.parse import parse
from chalicelib.channels.email.model import Envelope
size = {size}
head = b"From: eve@evil.example\\nTo: mug@in.bench.example\\nSubject: hello\\n"
starts = (
    b"Content-Type: text/html; charset=utf-8\\n\\n",
    b"Content-Type: text/plain; charset=utf-8\\n\\n",
    b"X-Long: ",
)
envelope = Envelope(source="eve@evil.example", recipients=("mug@in.bench.example",),
                    mail_domain="in.bench.example")
slowest = 0.0
for start in starts:
    raw = head + start + {body}
    started = time.process_time()
    parse(raw, envelope)
    slowest = max(slowest, time.process_time() - started)
# What getrusage tells starts with what the parent held.
held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
result = [slowest, int(held.split()[1]) / 1000]
"""


def read(body: str, size: int) -> tuple[float, float]:
    """Return (seconds, megabytes) of the worst of three mails with such a body or header."""
    seconds, megabytes = run(_CODE.format(size=size, body=_MAILS[body]))  # type: ignore[misc]
    return float(seconds), float(megabytes)


@figure("the worst hostile mail of 1 MB", most=2, unit="s CPU")
def small() -> float:
    """Read mails of a megabyte that are made to be slow."""
    return max(read(body, MEGABYTE)[0] for body in _MAILS)


@figure("the worst hostile mail of 30 MB", most=10, unit="s CPU")
def large() -> float:
    """Read the largest that SES lets in."""
    return max(read(body, LARGEST)[0] for body in _LARGE)


@figure("a hostile mail of 30 MB holds", most=350, unit="MB")
def memory() -> float:
    """Look at the most memory that was held."""
    return max(read(body, LARGEST)[1] for body in _LARGE)
