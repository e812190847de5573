"""Every operation of the API, asked for what nobody thought of, by the description that it gives.

The same requests each time: what is found is found again.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_ENDING = ("DELETE ", "POST /v1/chat/forget", "POST /v1/chat/end")
_TURNS_AWAY = ("DELETE /v1/sessions/current",)
"""Who asks this asks nothing more."""
_SHOWN = 400
_PATIENT = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


@dataclass(frozen=True)
class Explorer:
    """Somebody who asks; `things` are ids by the names of parameters."""

    description: dict[str, Any]
    base_url: str
    token: str
    things: Mapping[str, str]
    examples: int
    wanted: str = ""
    """Only operations whose paths begin so."""
    session: requests.Session = field(default_factory=requests.Session)
    found: dict[str, str] = field(default_factory=dict[str, str])
    statuses: dict[str, set[int]] = field(default_factory=dict[str, set[int]])

    def explore(self) -> None:
        """Ask for every operation: what ends things last."""
        schema = schemathesis.openapi.from_dict(self.description)
        every = list(schema.get_all_operations())
        operations = [each.ok() for each in every if isinstance(each, Ok)]
        assert len(operations) == len(every), "schemathesis does not understand all of it"
        for operation in sorted(operations, key=_ends):
            is_wanted = operation.path.startswith(self.wanted)
            if is_wanted and operation.label not in _TURNS_AWAY:
                self._ask(operation)

    def _ask(self, operation: APIOperation) -> None:
        names = [each.name for each in operation.path_parameters]
        known = {name: self.things.get(name, "unknown") for name in names}
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            fixed: dict[str, Any] = {"path_parameters": known} if names else {}
            self._try(operation, mode, self.examples, **fixed)
            if names:
                self._try(operation, mode, 1)

    def _try(
        self, operation: APIOperation, mode: GenerationMode, examples: int, **fixed: Any
    ) -> None:
        cases = operation.as_strategy(generation_mode=mode, **fixed)

        @hypothesis.settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[
                HealthCheck.too_slow,
                HealthCheck.filter_too_much,
                HealthCheck.data_too_large,
            ],
        )
        @given(case=cases)
        def run(case: Case) -> None:
            self._judge(operation.label, case)

        with contextlib.suppress(Unsatisfiable):  # all that can be sent is right
            run()

    def _judge(self, label: str, case: Case) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = case.call(base_url=self.base_url, headers=headers, session=self.session)
        self.statuses.setdefault(label, set()).add(answer.status_code)
        try:
            case.validate_response(answer, checks=CHECKS)
        except BaseExceptionGroup as group:
            for each in group.exceptions:
                self._note(label, answer.status_code, each, case)
        except Failure as failure:
            self._note(label, answer.status_code, failure, case)

    def _note(self, label: str, status: int, failure: BaseException, case: Case) -> None:
        name = f"{label} {status} {type(failure).__name__}"
        told = str(getattr(failure, "message", failure))
        self.found.setdefault(name, f"{told[:_SHOWN]} {case.as_curl_command()[-_SHOWN:]}")


def _ends(operation: APIOperation) -> bool:
    return operation.label.startswith(_ENDING)
