"""Which files a message can bring along, as data."""

from dataclasses import dataclass

MB = 1_000_000
ANY_TYPE = "*/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaKind:
    """Files that a provider treats alike; `*/*` among the types is every other one."""

    types: tuple[str, ...]
    max_bytes: int

    def takes(self, content_type: str) -> bool:
        """Tell whether a file of this type is one."""
        return content_type in self.types or ANY_TYPE in self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """Which files one message can bring along."""

    kinds: tuple[MediaKind, ...]
    most: int = 10
    max_total_bytes: int = 200 * MB
    advised_bytes: int | None = None
    """What phones surely take, where that is less."""
    is_fetched: bool = False
    """True where the provider fetches them from an address; else they travel with the message."""
    needs: str = ""
    """The setting of the inbox without which no file goes out."""
