"""What can go wrong, in the domain's words.

DeskhandError
 ├─ Invalid            the request cannot be understood or breaks a rule of form
 ├─ Unauthenticated    nobody we know
 ├─ Forbidden          somebody we know, who may not
 ├─ NotFound           not there, or not this account's
 ├─ Conflict           true a moment ago, no longer; carries what is true now
 │   └─ Duplicate      done before
 ├─ Gone               was there once and never comes back (a used link)
 ├─ PlanRequired       the account's plan does not include it
 ├─ TooLarge           more than we take
 ├─ RateLimited        too often; says when to try again
 ├─ Unavailable        we could not, right now; says when to try again
 ├─ DeliveryFailed     a provider refused; `permanent` stops retries
 └─ Uncertain          a provider may have accepted; never tried again blindly

None of them knows HTTP: `web.problems` maps them once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one place of the input; `pointer` is an RFC 6901 JSON pointer."""

    pointer: str
    code: str
    detail: str


class DeskhandError(Exception):
    """Base of all; `code` is stable and safe to show, so is the message."""

    code = "error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        faults: Sequence[Fault] = (),
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """`extra` are further public members of the problem document."""
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.faults = tuple(faults)
        self.extra = dict(extra or {})


class Invalid(DeskhandError):
    """The request cannot be understood or breaks a rule of form."""

    code = "invalid"


class Unauthenticated(DeskhandError):
    """Nobody we know."""

    code = "unauthenticated"


class Forbidden(DeskhandError):
    """Somebody we know, who may not."""

    code = "forbidden"


class NotFound(DeskhandError):
    """Not there, or not this account's: the two are never told apart."""

    code = "not_found"


class Conflict(DeskhandError):
    """True a moment ago, no longer."""

    code = "conflict"


class Duplicate(Conflict):
    """Done before."""

    code = "duplicate"


class Gone(DeskhandError):
    """Was there once and never comes back."""

    code = "gone"


class PlanRequired(DeskhandError):
    """The account's plan does not include it."""

    code = "plan_required"


class TooLarge(DeskhandError):
    """More than we take."""

    code = "too_large"


class UnsupportedMediaType(DeskhandError):
    """A body of a kind that this address does not read."""

    code = "unsupported_media_type"


class RateLimited(DeskhandError):
    """Too often."""

    code = "rate_limited"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        """`retry_after` in seconds."""
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(DeskhandError):
    """We could not, right now."""

    code = "unavailable"

    def __init__(self, detail: str, *, retry_after: int = 1) -> None:
        """`retry_after` in seconds."""
        super().__init__(detail)
        self.retry_after = retry_after


class Newer(Unavailable):
    """Newer code wrote it, and this code does not understand it: it is left for the newer code."""

    code = "newer_version"


class DeliveryFailed(DeskhandError):
    """A provider refused a message."""

    code = "delivery_failed"

    def __init__(self, detail: str, *, permanent: bool) -> None:
        """`permanent` means that sending the same again cannot succeed."""
        super().__init__(detail)
        self.permanent = permanent


class OptedOut(DeliveryFailed):
    """A provider sends this customer nothing, because they told it to stop."""

    code = "opted_out"

    def __init__(self, detail: str, *, told_by: str) -> None:
        """`told_by` is the provider."""
        super().__init__(detail, permanent=True)
        self.told_by = told_by


class Uncertain(DeskhandError):
    """A provider may or may not have accepted; trying again could do it twice."""

    code = "uncertain"
