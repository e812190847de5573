"""Was this mail written by a person? An ordered list of named checks; the first that fires tells.

Each asks what *this* mail is. Headers that only ask others to be silent do not count by
themselves: X-Auto-Response-Suppress stands in many mails that people wrote, Precedence and the
List headers in those that a group address forwards to us.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.channels.email import phrases, senders
from chalicelib.channels.email.mime import mailboxes
from chalicelib.channels.email.mime.headers import Headers, with_parameters
from chalicelib.channels.email.mime.parts import Tree
from chalicelib.channels.email.model import LOOP_HEADER
from chalicelib.channels.model import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the checks look at."""

    headers: Headers
    tree: Tree
    subject: str
    sender: Sender
    """The person, as `senders` found it."""
    source: str | None
    """The return path; None where it is not known."""


_REPORTS = {
    "delivery-status": "bounce",
    "feedback-report": "feedback_report",
    "disposition-notification": "read_receipt",
}
_REPORT_PARTS = {
    "message/delivery-status": "bounce",
    "message/global-delivery-status": "bounce",
    "message/feedback-report": "feedback_report",
    "message/disposition-notification": "read_receipt",
}
_ROBOT = re.compile(r"(?:.*[._-])?(?:mailer[._-]?daemon|mail[._-]?daemon|mmdf)(?:[._+-].*)?@.*")
_POSTMASTER = re.compile(
    r"(?:postmaster|mail|root|mailadmin|mdaemon|system|microsoftexchange.*)@.*"
)
_KNOWN_ROBOTS = (
    (re.compile(r"staff@hotmail\.com"), re.compile("complaint about message"), "feedback_report"),
    (re.compile(r"no-reply@sns\.amazonaws\.com"), re.compile(""), "auto_generated"),
)
"""Services that say it in no header: who they are, what they write about, what it is."""
_SILENT = ("", "no", "false", "0", "none")
_MACHINE_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply",
                    "x-autoreply-from", "x-mail-autoreply", "x-fc-machinegenerated",
                    "autosubmitted")  # fmt: skip
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "x-mailman-version", "mailing-list")


def _report(facts: Facts) -> str:
    """A report says so in the type of the mail, or in a part directly beneath."""
    root = facts.tree.root
    if root.content_type == "multipart/report":
        kind = _REPORTS.get(root.parameters.get("report-type", "").lower().strip(), "")
        if kind:
            return kind
    kinds = [root.content_type, *(child.content_type for child in root.children)]
    return next((_REPORT_PARTS[one] for one in kinds if one in _REPORT_PARTS), "")


def _null_return_path(facts: Facts) -> str:
    paths = [one.replace(" ", "") for one in facts.headers.all("return-path")[:1]]
    known = [facts.source.strip()] if facts.source is not None else []
    is_null = any(one in ("", "<>", "<mailer-daemon>", "mailer-daemon") for one in known)
    return "bounce" if is_null or "<>" in paths else ""


def _mailer_daemon(facts: Facts) -> str:
    has_mark = bool(facts.headers.all("x-failed-recipients"))
    return "bounce" if has_mark or _ROBOT.fullmatch(_from(facts)) else ""


def _failure_notice(facts: Facts) -> str:
    """A postmaster may be a person: only together with such a subject."""
    is_office = _POSTMASTER.fullmatch(_from(facts)) or senders.is_no_reply(facts.sender.address)
    is_office = is_office or not _from(facts).partition("@")[2]
    return "bounce" if is_office and phrases.FAILED.search(facts.subject) else ""


def _auto_submitted(facts: Facts) -> str:
    """RFC 3834 section 5: anything but `no`."""
    value = with_parameters(facts.headers.first("auto-submitted"))[0].partition(" ")[0]
    if value in ("", "no"):
        return ""
    return "auto_reply" if value.startswith("auto-replied") else "auto_generated"


def _auto_reply_headers(facts: Facts) -> str:
    headers = facts.headers
    is_marked = any(headers.first(name).strip().lower() not in _SILENT for name in _MACHINE_HEADERS)
    is_answer = headers.first("precedence").strip().lower() == "auto_reply"
    is_classed = "autoresponder" in headers.first("x-post-messageclass").lower()
    return "auto_reply" if is_marked or is_answer or is_classed else ""


def _auto_reply_subject(facts: Facts) -> str:
    """Only at the very beginning: an answer to such a mail begins with `Re:`."""
    return "auto_reply" if phrases.AUTO_ANSWERED.match(facts.subject) else ""


def _known_robot(facts: Facts) -> str:
    for who, what, kind in _KNOWN_ROBOTS:
        if who.fullmatch(_from(facts)) and what.match(facts.subject):
            return kind
    return ""


def _list(facts: Facts) -> str:
    """Lists and bulk mail, unless a group or a form hands on what a person wrote to us."""
    headers = facts.headers
    is_bulk = headers.first("precedence").strip().lower() in ("bulk", "junk", "list")
    if not is_bulk and not any(headers.all(name) for name in _LIST_HEADERS):
        return ""
    is_handed_on = bool(headers.all("x-google-group-id") or headers.all("x-original-sender"))
    return "" if is_handed_on or facts.sender.address != _from(facts) else "list"


def _suppressed(facts: Facts) -> str:
    """`All` from an address that nobody reads; elsewhere it is but a wish for silence."""
    wishes = facts.headers.first("x-auto-response-suppress").lower().replace(" ", "").split(",")
    is_robot = senders.is_no_reply(facts.sender.address) and "all" in wishes
    return "auto_generated" if is_robot else ""


CHECKS: tuple[Callable[[Facts], str], ...] = (
    _report,
    _mailer_daemon,
    _failure_notice,
    _auto_submitted,
    _auto_reply_headers,
    _auto_reply_subject,
    _null_return_path,
    _known_robot,
    _list,
    _suppressed,
)


def reason(facts: Facts, inbox: str) -> str:
    """Return why the mail is automatic, or an empty string for a person's mail."""
    if _is_own(facts, inbox):
        return "loop"
    return next((found for found in (check(facts) for check in CHECKS) if found), "")


def _is_own(facts: Facts, inbox: str) -> bool:
    """Our own mail come back. Another inbox's mark is no loop: there are people behind it."""
    marks = facts.headers.all(LOOP_HEADER.lower())
    return any(one.strip().lower() == inbox for one in marks)


def _from(facts: Facts) -> str:
    """Return what From says, which may be no address at all (`MAILER-DAEMON`)."""
    value = facts.headers.first("from")
    listed = mailboxes.listed(value)
    return listed[0].address if listed else value.strip().strip("<>").lower()[:200]
