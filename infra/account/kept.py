"""What outlives its stack, since it holds data or cannot be made again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KINDS = frozenset(
    {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SES::EmailIdentity"}
)
"""Never taken away by a deploy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A resource that outlives its stack."""

    name: str
    kind: str
    id: str

    def __str__(self) -> str:
        """Return it as a person looks for it."""
        return f"{self.name} ({self.kind}): {self.id}"


def kept(resources: Iterable[dict[str, Any]]) -> list[Kept]:
    """Return what of a stack's resources outlives it."""
    return [
        Kept(name=r["LogicalResourceId"], kind=r["ResourceType"], id=r["PhysicalResourceId"])
        for r in resources
        if r["ResourceType"] in KINDS and r.get("PhysicalResourceId")
    ]
