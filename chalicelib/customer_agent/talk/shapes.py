"""What answers about a hand-off look like."""

from typing import Literal

from chalicelib.web.description.shapes import Answers, Shape, plain


class HandoffSeen(Shape, frozen=True):
    """How far a hand-off has come; null where there is none."""

    handoff: Literal["offered", "email", "routed"] | None


ANSWERS: Answers = {"POST /v1/chat/handoff": plain(HandoffSeen, 404)}
