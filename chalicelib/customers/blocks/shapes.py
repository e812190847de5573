"""What answers about blocks look like."""

from datetime import datetime

from chalicelib.customers.blocks.model import BlockKind
from chalicelib.web.description.shapes import Answers, Listed, Named, Shape, Success


class BlockSeen(Shape, frozen=True):
    """A sender who is not let in, and how many messages that kept out."""

    id: str
    kind: BlockKind
    value: str
    dropped: int
    last_dropped_at: datetime | None
    created_by: Named
    created_at: datetime


ANSWERS: Answers = {
    "GET /v1/blocks": Listed[BlockSeen],
    "POST /v1/blocks": Success(body=BlockSeen, also=(200,)),
}
