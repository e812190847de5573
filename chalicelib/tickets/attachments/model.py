"""A file that somebody wants to upload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file as whoever has it describes it."""

    name: str
    content_type: str
    size: int
