"""Bytes into text, by any declared charset, true or not."""

import codecs
import functools
import re

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
"""What senders mean: the superset that their software really used (the WHATWG's table)."""

_ALIASES = {"iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "x-mac-roman": "mac-roman"}
_MULTIBYTE = frozenset(
    {
        "utf-8", "utf-7", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le",
        "gb18030", "big5", "big5hkscs", "cp932", "cp949", "cp950", "johab", "hz", "euc_jp",
        "euc_jis_2004", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3",
        "iso2022_jp_ext", "iso2022_kr",
    }
)  # fmt: skip
_SINGLE_BYTE = re.compile(r"iso8859-\d{1,2}|cp\d{3,4}|koi8-[rut]|mac-\w+|kz1048|ptcp154|hp-roman8")
_SUSPECT = frozenset({"cp1252", "cp1254"})


def decoded(content: bytes, charset: str) -> str:
    """Return the text; unknown names and broken bytes are read as what they most likely are."""
    codec = _codec(charset)
    if codec is None or codec in _SUSPECT or codec == "utf-8":
        return _guessed(content, codec or "cp1252")
    return content.decode(codec, errors="replace")


def _guessed(content: bytes, fallback: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if fallback == "utf-8":
        text = content.decode("utf-8", errors="replace")
        is_mostly_right = any(one > "\x7f" and one != "\ufffd" for one in text)
        return text if is_mostly_right else content.decode("cp1252", errors="replace")
    return content.decode(fallback, errors="replace")


@functools.lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    try:
        label = charset.strip().strip("\"'").lower()[:40].encode("ascii").decode()
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _MULTIBYTE or _SINGLE_BYTE.fullmatch(name) else None
