"""What the API's own description looks like: as OpenAPI says."""

from typing import Any

from chalicelib.web.description.shapes import Answers

ANSWERS: Answers = {"GET /v1/openapi.json": dict[str, Any]}
