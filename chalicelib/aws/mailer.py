"""SES: handing over finished messages, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

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

REF_TAG = "ref"
"""The tag that SES repeats in every event of a message: `mail.tags.ref[0]`."""

_REFUSED_FOR_GOOD = frozenset({"MessageRejected", "BadRequestException", "ValidationException"})
_REFUSED_FOR_NOW = frozenset(
    {
        "AccountSuspendedException", "SendingPausedException", "NotFoundException",
        "MailFromDomainNotVerifiedException", "AccessDeniedException",
    }
)  # fmt: skip
_BUSY = {"TooManyRequestsException": 1, "ThrottlingException": 1, "LimitExceededException": 60}
_IDENTITY_KNOWN_FOR = timedelta(minutes=5)
_NEVER_ARRIVED = (ConnectTimeoutError, EndpointConnectionError, NoCredentialsError)


class SesMailer:
    """SES version 2; botocore does not try again, since that could send a message twice."""

    def __init__(
        self, clients: Clients, configuration_set: str, clock: Callable[[], datetime]
    ) -> None:
        """`configuration_set` is what publishes deliveries, bounces and complaints."""
        self._clients = clients
        self._configuration_set = configuration_set
        self._clock = clock
        self._known: dict[str, tuple[datetime, bool]] = {}

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
        return self._is_identity(domain_of(address)) or self._is_identity(address)

    def _is_identity(self, name: str) -> bool:
        now = self._clock()
        asked_at, known = self._known.get(name, (None, False))
        if asked_at is not None and now - asked_at < _IDENTITY_KNOWN_FOR:
            return known
        try:
            answer = self._clients.get("sesv2").get_email_identity(EmailIdentity=name)
            known = answer.get("VerifiedForSendingStatus") is True
        except ClientError as error:
            if error.response["Error"]["Code"] != "NotFoundException":
                return known  # what was true minutes ago is the best guess
            known = False
        except BotoCoreError:
            return known
        self._known[name] = now, known
        return known


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
