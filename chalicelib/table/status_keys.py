"""Keys of what the status page shows of an account, in one partition (`docs/table.md`).

They are read in one query from the start, so what there may be much of sorts last.
"""

from chalicelib.table.keys import Key
from chalicelib.table.parts import bounded

PARTITION = "STATUS"


def status(account_id: str) -> str:
    """Return the partition of all that the page shows and no other row says."""
    return f"A#{account_id}#{PARTITION}"


def traffic(account_id: str, channel: str, address: str) -> Key:
    """Return when a channel's inbox had its last message; mail and chat have no address."""
    return status(account_id), f"CHANNEL#{channel}#{bounded(address)}"


def knock(account_id: str, source: str) -> Key:
    """Return what came to our door from a service, and what was refused there."""
    return status(account_id), f"DOOR#{source}"


def work(account_id: str, job_id: str) -> Key:
    """Return that a bulk job is under way."""
    return status(account_id), f"JOB#{job_id}"


def stuck(account_id: str, stuck_id: str) -> Key:
    """Return what does not go through, and why; the id begins with its kind."""
    return status(account_id), f"STUCK#{stuck_id}"
