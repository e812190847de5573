"""SES: handing over finished messages, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from chalicelib.aws.clients import Clients
from chalicelib.core.addresses import domain_of
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.core.sending import Sending

REF_TAG = "ref"
"""The tag that SES repeats in every event of a message: `mail.tags.ref[0]`."""

ACCOUNTS_TAG = "deskhand:accounts"
"""The tag of an identity that says whose it is: ids with blanks between, or `any`."""
_ANY = "any"

_REFUSED_FOR_GOOD = frozenset({"MessageRejected", "BadRequestException", "ValidationException"})
_REFUSED_FOR_NOW = frozenset(
    {
        "AccountSuspendedException", "SendingPausedException", "NotFoundException",
        "MailFromDomainNotVerifiedException", "AccessDeniedException",
    }
)  # fmt: skip
_BUSY = {"TooManyRequestsException": 1, "ThrottlingException": 1, "LimitExceededException": 60}
_SIGNING_ZONE = "dkim.amazonses.com"
_IDENTITY_KNOWN_FOR = timedelta(minutes=5)
_NEVER_ARRIVED = (ConnectTimeoutError, EndpointConnectionError, NoCredentialsError)


class _Identity(NamedTuple):
    may_send: bool = False
    accounts: frozenset[str] = frozenset()


class SesMailer:
    """SES version 2; botocore does not try again, since that could send a message twice."""

    def __init__(
        self, clients: Clients, configuration_set: str, clock: Callable[[], datetime]
    ) -> None:
        """`configuration_set` is what publishes deliveries, bounces and complaints."""
        self._clients = clients
        self._configuration_set = configuration_set
        self._clock = clock
        self._known: dict[str, tuple[datetime, _Identity]] = {}

    def send(self, *, sender: str, recipients: tuple[str, ...], raw: bytes, ref: str) -> str:
        """Return SES's message id, or raise DeliveryFailed, Unavailable or Uncertain."""
        try:
            answer = self._clients.get("sesv2").send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": list(recipients)},
                Content={"Raw": {"Data": raw}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[{"Name": REF_TAG, "Value": ref}],
            )
        except ClientError as error:
            raise _refusal(error) from error
        except _NEVER_ARRIVED as error:
            raise Unavailable("The mail service cannot be reached.") from error
        except BotoCoreError as error:
            raise Uncertain("The mail service did not answer.") from error
        return str(answer["MessageId"])

    def may_send_from(self, address: str) -> bool:
        """Tell whether SES knows the address, or its whole domain, as this installation's own."""
        return any(self._identity(name).may_send for name in (domain_of(address), address))

    def is_set_up_for(self, address: str, account_id: str) -> bool:
        """Tell whether the identity of the address, or of its domain, is tagged for the account."""
        found = (self._identity(name) for name in (domain_of(address), address))
        return any({account_id, _ANY} & identity.accounts for identity in found)

    def look(self, domain: str) -> Sending:
        """Return how far SES has got with a domain, and the records that it looks for."""
        try:
            found = self._clients.get("sesv2").get_email_identity(EmailIdentity=domain)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotFoundException":
                return Sending()
            raise Unavailable("The mail service does not tell now.") from error
        except BotoCoreError as error:
            raise Unavailable("The mail service cannot be reached.") from error
        dkim = found.get("DkimAttributes", {})
        zone = dkim.get("SigningHostedZone") or _SIGNING_ZONE
        return Sending(
            is_known=True,
            may_send=found.get("VerifiedForSendingStatus") is True,
            has_failed=dkim.get("Status") == "FAILED",
            records={f"{t}._domainkey.{domain}": f"{t}.{zone}" for t in dkim.get("Tokens", ())},
            **_mail_from(self._clients, found.get("MailFromAttributes", {})),
        )

    def _identity(self, name: str) -> _Identity:
        now = self._clock()
        asked_at, known = self._known.get(name, (None, _Identity()))
        if asked_at is not None and now - asked_at < _IDENTITY_KNOWN_FOR:
            return known
        try:
            known = _read(self._clients.get("sesv2").get_email_identity(EmailIdentity=name))
        except ClientError as error:
            if error.response["Error"]["Code"] != "NotFoundException":
                return known  # what was true minutes ago is the best guess
            known = _Identity()
        except BotoCoreError:
            return known
        self._known[name] = now, known
        return known


def _read(answer: Any) -> _Identity:
    tags = {tag["Key"]: tag["Value"] for tag in answer.get("Tags", ())}
    return _Identity(
        may_send=answer.get("VerifiedForSendingStatus") is True,
        accounts=frozenset(tags.get(ACCOUNTS_TAG, "").split()),
    )


def _mail_from(clients: Clients, told: Any) -> dict[str, str]:
    domain = told.get("MailFromDomain", "")
    if not domain:
        return {}
    state = str(told.get("MailFromDomainStatus", "")).lower()
    return {
        "mail_from": domain,
        "mail_from_state": state if state in ("success", "failed") else "pending",
        "feedback_host": f"feedback-smtp.{clients.region}.amazonses.com",
    }


def _refusal(error: ClientError) -> DeliveryFailed | Unavailable | Uncertain:
    response: Any = error.response
    code = str(response["Error"]["Code"])
    if code in _BUSY:
        return Unavailable("The mail service is busy.", retry_after=_BUSY[code])
    if code in _REFUSED_FOR_GOOD:
        return DeliveryFailed(f"The mail service refused the message ({code}).", permanent=True)
    if code in _REFUSED_FOR_NOW:
        return DeliveryFailed(f"The mail service sends nothing now ({code}).", permanent=False)
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
        return Uncertain(f"The mail service failed ({code}).")
    return DeliveryFailed(f"The mail service refused the message ({code}).", permanent=False)


def mail_id_domain(region: str) -> str:
    """Return the domain of SES's Message-IDs; the oldest region has a name of its own."""
    return "email.amazonses.com" if region == "us-east-1" else f"{region}.amazonses.com"
