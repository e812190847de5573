"""Mail addresses: one normal form, so that equal people have equal addresses."""

import re
import unicodedata

MAX_ADDRESS = 254
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f-\xa0]+")
_OTHER_DOT = "\u3002"  # IDNA would take it for a dot
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PUBLIC = frozenset({
    "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hey.com", "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "t-online.de", "web.de",
    "yahoo.com", "yandex.com", "yandex.ru", "zoho.com",
})  # fmt: skip


def normal(text: str) -> str | None:
    """Return the address in lower case with an ASCII domain, or None for what is no address.

    Invisible characters and look-alike forms (full width, ligatures) are refused, not mended:
    mending would turn a stranger's address into somebody else's.

    >>> normal(" Ann.Lee@Example.COM ")
    'ann.lee@example.com'
    >>> normal("ann@bücher.example")
    'ann@xn--bcher-kva.example'
    >>> normal("ann@localhost") is None
    True
    """
    address = text.strip()
    if len(address) > MAX_ADDRESS or any(_is_deceptive(character) for character in address):
        return None
    local, at, domain = unicodedata.normalize("NFC", address).lower().rpartition("@")
    host = _ascii_domain(domain)
    if not at or host is None or not _LOCAL.fullmatch(local):
        return None
    whole = f"{local}@{host}"
    return whole if len(whole) <= MAX_ADDRESS else None


def parts(address: str) -> tuple[str, str, str]:
    """Return (local part without its plus-part, plus-part, domain) of an address in any case.

    >>> parts("shop+Tok1@mail.example")
    ('shop', 'Tok1', 'mail.example')
    """
    local, _, domain = address.rpartition("@")
    name, _, plus = local.partition("+")
    return name, plus, domain


def host(text: str) -> str | None:
    """Return the name of a host in lower case and ASCII, or None for what is no public name.

    >>> host("Bücher.example."), host("localhost"), host("127.0.0.1")
    ('xn--bcher-kva.example', None, None)
    """
    if len(text) > MAX_ADDRESS or any(_is_deceptive(character) for character in text):
        return None
    return _ascii_domain(unicodedata.normalize("NFC", text).lower())


def _is_deceptive(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc", "Cs", "Co", "Cn")


def _ascii_domain(domain: str) -> str | None:
    name = domain.removesuffix(".")
    if not name.isascii():
        if unicodedata.normalize("NFKC", name) != name or _OTHER_DOT in name:
            return None
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = name.split(".")
    is_host = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return name if is_host and not labels[-1].isdecimal() else None


def domain_of(address: str) -> str:
    """Return what follows the @.

    >>> domain_of("ana@shop.example")
    'shop.example'
    """
    return address.rpartition("@")[2]


def is_public_provider(domain: str) -> bool:
    """Tell whether strangers share this domain, so that an address in it proves nothing.

    >>> is_public_provider("gmail.com"), is_public_provider("shop.example")
    (True, False)
    """
    return domain in _PUBLIC
