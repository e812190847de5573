"""How many texts the networks make of a long one, and bill: 3GPP TS 23.038 and 23.040."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two places each: an escape comes before."""
_GSM_7, _UCS_2 = (160, 153), (70, 67)
"""Places of a text alone, and of each of several: those carry a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """What a text costs on its way."""

    encoding: str
    count: int
    left: int
    """Places that are free in the last one."""


def segments(text: str) -> Segments:
    """Count as the networks do: one character beyond GSM-7 makes all of them UCS-2.

    >>> segments("Hi!"), segments("Hi 🌿").encoding
    (Segments(encoding='GSM-7', count=1, left=157), 'UCS-2')
    """
    is_plain = _BASIC.issuperset(set(text) - _EXTENDED)
    widths = [_gsm_7(c) if is_plain else _ucs_2(c) for c in text]
    alone, each = _GSM_7 if is_plain else _UCS_2
    count, used, size = 1, sum(widths), alone
    if used > alone:
        count, used, size = 1, 0, each
        for width in widths:  # no character is cut in two
            if used + width > each:
                count, used = count + 1, 0
            used += width
    return Segments(encoding="GSM-7" if is_plain else "UCS-2", count=count, left=size - used)


def _gsm_7(character: str) -> int:
    return 2 if character in _EXTENDED else 1


def _ucs_2(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1
