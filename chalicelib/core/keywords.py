"""The words by which a customer tells a sender of texts to stop, to start, or to help.

They are what carriers and the law expect (CTIA's handbook, Twilio's own list), so no account can
take them for anything else.
"""

import re
import unicodedata

OPT_OUT = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
OPT_IN = frozenset({"start", "unstop", "yes", "y"})
HELP = frozenset({"help", "info"})
RESERVED = OPT_OUT | OPT_IN | HELP
LONGEST = 20

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Letters of scripts that write no blanks between words, or hang endings on foreign ones.

Compiled with the first text, not with each start: that takes as long as a module does.
"""


def folded(text: str) -> str:
    """Return the form in which texts and keywords are compared: case, width, blanks apart.

    >>> folded("\\u00a0Stop\\u200b\\n"), folded("\\uff33\\uff34\\uff2f\\uff30")
    ('stop', 'stop')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()


def words(text: str) -> frozenset[str]:
    """Return the words of a text in that form; another script's letters end a word, too.

    >>> sorted(words("Nonstop, Stop-it!")), "stop" in words("我要STOP谢谢")
    (['it', 'nonstop', 'stop'], True)
    """
    return frozenset(_WORD.findall(re.sub(_UNSPACED, " ", folded(text))))
