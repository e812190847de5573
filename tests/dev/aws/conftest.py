"""The tables of tests of tools: a toy, and shelves with an index."""

from tests.dev.aws.shelves import shelves
from tests.kit.toy import db

__all__ = ["db", "shelves"]
