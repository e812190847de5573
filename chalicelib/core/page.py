"""A page of something, and where the next one starts."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`cursor` is None on the last page; it is opaque outside storage."""

    items: tuple[T, ...]
    cursor: str | None = None
