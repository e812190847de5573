"""DynamoDB's answers, written without guessing at names.

moto tries for each member of an answer, also for those that are not there, how else the object at
hand could call it. DynamoDB's are dictionaries that have the very name or nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.serialize import AttributePicker


def take_names_as_they_are() -> None:
    """Teach moto; any number of times."""
    pick = AttributePicker.__call__
    if not hasattr(pick, "__wrapped__"):
        AttributePicker.__call__ = _wrapped(pick)


def _wrapped(pick: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(pick)
    def by_name(picker: AttributePicker, context: Any) -> Any:
        is_plain = type(context.obj) is dict and not picker.response_transformers
        if is_plain and context.service_model.service_name == "dynamodb":
            return context.obj.get(context.key)
        return pick(picker, context)

    return by_name
