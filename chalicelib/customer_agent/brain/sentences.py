"""The agent's own sentences, in the languages of the chat; all else that it says is the account's.

`sentences.json` has them by language. Names and numbers are put in as they are.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("sentences.json")
LANGUAGES = ("ar", "de", "en", "es", "fr", "nl", "pt", "sv")


def sentence(language: str, name: str, **values: str) -> str:
    """Return a sentence with its values."""
    return _catalogue()[language][name].format_map(values)


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return json.loads(FILE.read_text(encoding="utf-8"))
