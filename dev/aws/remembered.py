"""What depends on nothing that changes, worked out once.

For each call moto imports its model of the service anew, lists the methods of its handler, writes
the addresses that a service has, cuts the condition into words and makes sense of them; botocore
cleans its own name letter by letter.
The answers are always the same.
"""

import copy
import re
from collections import deque
from functools import cache, lru_cache, wraps
from typing import Any

from botocore import useragent
from moto import backends
from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.dynamodb.comparisons import ConditionExpressionParser

_MOST = 1_000


def remember_what_never_changes() -> None:
    """Teach moto and botocore; any number of times."""
    moto: Any = responses
    if hasattr(moto.method_names_from_class, "__wrapped__"):
        return
    moto.method_names_from_class = cache(moto.method_names_from_class)
    backends.get_backend = cache(backends.get_backend)
    backend: Any = BaseBackend
    backend.urls = property(_once_a_kind(BaseBackend.urls.fget))
    parser: Any = ConditionExpressionParser
    parser._lex_condition_expression = _once_a_text(parser._lex_condition_expression)
    parser.parse = _once_a_meaning(parser.parse)
    name: Any = useragent
    clean = name.sanitize_user_agent_string_component
    name.sanitize_user_agent_string_component = lru_cache(maxsize=_MOST)(clean)


def _once_a_kind(urls: Any) -> Any:
    known: dict[type, Any] = {}

    @wraps(urls)
    def remembered(backend: Any) -> Any:
        kind = type(backend)
        if kind not in known:
            known[kind] = urls(backend)
        return known[kind]

    return remembered


def _once_a_text(lex: Any) -> Any:
    @lru_cache(maxsize=_MOST)
    def of_text(text: str) -> tuple[Any, ...]:
        return tuple(lex(ConditionExpressionParser(text, None, None)))

    @wraps(lex)
    def remembered(parser: Any) -> Any:
        return deque(of_text(parser.condition_expression))

    return remembered


def _once_a_meaning(parse: Any) -> Any:
    known: dict[object, Any] = {}

    @wraps(parse)
    def remembered(parser: Any) -> Any:
        text = parser.condition_expression or ""
        names, values = parser.expression_attribute_names, parser.expression_attribute_values
        used = {name: values[name] for name in _named(text, ":") if name in (values or {})}
        key = (text, tuple(map((names or {}).get, _named(text, "#"))), repr(used))
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            kept = copy.deepcopy(used) or values
            own = ConditionExpressionParser(parser.condition_expression, names, kept)
            known[key] = parse(own), own.expr_attr_names_found, own.expr_attr_values_found
        condition, names_found, values_found = known[key]
        parser.expr_attr_names_found.extend(names_found)
        parser.expr_attr_values_found.extend(values_found)
        return condition

    return remembered


@lru_cache(maxsize=_MOST)
def _named(text: str, sign: str) -> tuple[str, ...]:
    return tuple(sorted({*re.findall(rf"{sign}[\w-]+", text)}))
