"""Which files may be uploaded, and which of them a message can bring along; from values alone."""

import re
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.channels.media import ANY_TYPE, MB, MediaKind, MediaLimits
from chalicelib.core.errors import Fault, Invalid
from chalicelib.tickets.attachments.model import Wanted
from chalicelib.tickets.model import Attachment

MAX_BYTES = 20 * MB
MAX_NAME = 120
PROGRAMS = frozenset({
    "ade", "adp", "app", "asp", "bas", "bat", "cer", "chm", "cmd", "com", "cpl", "crt", "csh",
    "der", "exe", "fxp", "gadget", "hlp", "hta", "inf", "ins", "isp", "its", "js", "jse", "ksh",
    "lib", "lnk", "mad", "maf", "mag", "mam", "maq", "mar", "mas", "mat", "mau", "mav", "maw",
    "mda", "mdb", "mde", "mdt", "mdw", "mdz", "msc", "msh", "msh1", "msh2", "mshxml", "msi", "msp",
    "mst", "ops", "pcd", "pif", "plg", "prf", "prg", "ps1", "ps1xml", "ps2", "ps2xml", "psc1",
    "psc2", "reg", "scf", "scr", "sct", "shb", "shs", "sys", "tmp", "url", "vb", "vbe", "vbs",
    "vps", "vsmacros", "vss", "vst", "vsw", "vxd", "ws", "wsc", "wsf", "wsh", "xnk",
})  # fmt: skip
"""How names end that SES, and most mailboxes, take from nobody."""
ANYTHING = MediaLimits(kinds=(MediaKind(types=(ANY_TYPE,), max_bytes=MAX_BYTES),))
"""What a note can bring along."""
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f/\\\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Ends of lines, parts of paths, and what makes `gpj.exe` look like a picture."""


def checked(wanted: Wanted, limits: MediaLimits = ANYTHING) -> Wanted:
    """Return it in its normal form, or raise Invalid with all that is wrong."""
    bare = wanted.content_type.partition(";")[0].strip().lower()
    name = wanted.name.strip()
    if faults := [*_faults(name, bare, wanted.size), *_misfits(limits, bare, wanted.size)]:
        raise Invalid(faults[0].detail, code=faults[0].code, faults=faults)
    return Wanted(name=name, content_type=bare, size=wanted.size)


def limits_at(
    media: Mapping[str, MediaLimits], provider: str, settings: Mapping[str, str]
) -> MediaLimits | None:
    """Return what goes out by this provider from an inbox with these settings; None for nothing."""
    limits = media.get(provider)
    return None if limits is None or (limits.needs and not settings.get(limits.needs)) else limits


def refuse(limits: MediaLimits | None, files: Sequence[Attachment]) -> None:
    """Raise Invalid, with what would be taken, where a message cannot bring these along."""
    if not files:
        return
    if limits is None:
        raise Invalid("No files can be sent from here.", code="media_not_supported")
    faults = list(_unfit(limits, files))
    if not faults and sum(file.size for file in files) > limits.max_total_bytes:
        detail = f"All files together may have at most {_size(limits.max_total_bytes)}."
        faults = [Fault("/attachment_ids", "media_too_large", detail)]
    if len(files) > limits.most:
        detail = f"One message brings along at most {limits.most}."
        faults = [Fault("/attachment_ids", "too_many_files", detail)]
    if faults:
        code, detail = faults[0].code, faults[0].detail
        raise Invalid(detail, code=code, faults=faults, extra={"limits": shown(limits)})


def shown(limits: MediaLimits | None) -> dict[str, object] | None:
    """Return the limits as the composer is told them; None where nothing can be sent."""
    if limits is None:
        return None
    return {
        "most": limits.most,
        "max_total_bytes": min(limits.max_total_bytes, limits.most * MAX_BYTES),
        "advised_bytes": limits.advised_bytes,
        "kinds": [
            {"types": list(kind.types), "max_bytes": min(kind.max_bytes, MAX_BYTES)}
            for kind in limits.kinds
        ],
    }


def _unfit(limits: MediaLimits, files: Sequence[Attachment]) -> Iterator[Fault]:
    for at, file in enumerate(files):
        kind = _kind(limits, file.content_type)
        place = f"/attachment_ids/{at}"
        if kind is None:
            detail = f"{file.name} ({file.content_type}) is of a kind that cannot be sent here."
            yield Fault(place, "media_not_supported", detail)
        elif file.size > min(kind.max_bytes, MAX_BYTES):
            most = _size(min(kind.max_bytes, MAX_BYTES))
            yield Fault(place, "media_too_large", f"{file.name} may have at most {most} here.")


def _faults(name: str, content_type: str, size: int) -> Iterator[Fault]:
    ending = name.rpartition(".")[2].rstrip(". ").lower() if "." in name else ""
    if not name.strip(". ") or len(name) > MAX_NAME or _UNSAFE.search(name):
        detail = f"A name is 1 to {MAX_NAME} characters on one line, without slashes."
        yield Fault("/name", "bad_name", detail)
    elif ending in PROGRAMS or name.endswith("."):
        detail = f"Files that end in .{ending} are sent to nobody."
        yield Fault("/name", "program_refused", detail)
    if not _TYPE.fullmatch(content_type):
        yield Fault("/content_type", "bad_type", "This is no content type, such as image/png.")
    if size < 1:
        yield Fault("/size", "empty_file", "The file is empty.")


def _misfits(limits: MediaLimits, content_type: str, size: int) -> Iterator[Fault]:
    kind = _kind(limits, content_type)
    if kind is None:
        detail = "Files of this kind cannot be sent here."
        yield Fault("/content_type", "media_not_supported", detail)
    elif size > min(kind.max_bytes, MAX_BYTES):
        most = _size(min(kind.max_bytes, MAX_BYTES))
        yield Fault("/size", "too_large", f"A file may have at most {most}.")


def _kind(limits: MediaLimits, content_type: str) -> MediaKind | None:
    return next((kind for kind in limits.kinds if kind.takes(content_type)), None)


def _size(count: int) -> str:
    return f"{count // MB} MB" if count >= MB else f"{count // 1000} kB"
