"""What a stand-in is that carries no messages: it is asked, and says nothing by itself."""

from collections.abc import Mapping
from typing import Any

from dev.web.exchange import Asked


class Silent:
    """Nobody has a number there, and nobody writes by it."""

    channels: tuple[str, ...] = ()

    def connect(self, channel: str, address: str) -> dict[str, Any]:
        """Say that there are no numbers."""
        raise LookupError(f"{channel} {address}")

    def close(self, address: str) -> None:
        """Say that there are no numbers."""
        raise LookupError(address)

    def write(self, channel: str, said: Mapping[str, str]) -> Asked:
        """Say that nobody writes by it."""
        raise LookupError(f"{channel} {said.get('to')}")

    def reports(self) -> list[Asked]:
        """Return nothing."""
        return []
