"""The toy table, for tests of tools."""

from tests.kit.toy import db

__all__ = ["db"]
