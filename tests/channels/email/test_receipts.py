"""What the mail service tells later."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.receipts import receipts
from chalicelib.channels.model import DeliveryState, Receipt

MAIL = {"messageId": "ses-1", "tags": {"ref": ["acc_1-msg_1_2"], "ses:operation": ["SendEmail"]}}
ANN = "ann@customer.example"


def _receipt(state: DeliveryState, **more: Any) -> Receipt:
    return Receipt(
        provider_id="ses-1", state=state, account_id="acc_1", message_id="msg_1_2", **more
    )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"eventType": "Send", "send": {}}, _receipt("sent")),
        (
            {"eventType": "Delivery", "delivery": {"recipients": [ANN], "smtpResponse": "250 ok"}},
            _receipt("delivered", address=ANN),
        ),
        ({"eventType": "Delivery"}, _receipt("delivered")),
        (
            {
                "eventType": "Bounce",
                "bounce": {
                    "bounceType": "Permanent",
                    "bounceSubType": "General",
                    "bouncedRecipients": [
                        {"emailAddress": ANN, "diagnosticCode": "smtp; 550 5.1.1 unknown"}
                    ],
                },
            },
            _receipt(
                "failed",
                address=ANN,
                is_permanent=True,
                detail="Permanent/General smtp; 550 5.1.1 unknown",
            ),
        ),
        (
            {
                "eventType": "Bounce",
                "bounce": {
                    "bounceType": "Transient",
                    "bounceSubType": "MailboxFull",
                    "bouncedRecipients": [{"emailAddress": ANN}],
                },
            },
            _receipt("failed", address=ANN, detail="Transient/MailboxFull"),
        ),
        (
            {
                "eventType": "Bounce",
                "bounce": {"bounceType": "Undetermined", "bounceSubType": "Undetermined"},
            },
            _receipt("failed", detail="Undetermined/Undetermined"),
        ),
        (
            {
                "eventType": "Complaint",
                "complaint": {
                    "complainedRecipients": [{"emailAddress": ANN}],
                    "complaintFeedbackType": "abuse",
                },
            },
            _receipt("delivered", address=ANN, is_complaint=True, detail="complaint abuse"),
        ),
        (
            {"eventType": "Reject", "reject": {"reason": "Bad content"}},
            _receipt("failed", is_permanent=True, detail="rejected: Bad content"),
        ),
        (
            {"eventType": "Rendering Failure", "failure": {"errorMessage": "No attribute"}},
            _receipt("failed", is_permanent=True, detail="not rendered: No attribute"),
        ),
        (
            {
                "eventType": "DeliveryDelay",
                "deliveryDelay": {
                    "delayType": "MailboxFull",
                    "delayedRecipients": [{"emailAddress": ANN, "status": "4.2.2"}],
                },
            },
            _receipt("sent", address=ANN, detail="delayed: MailboxFull"),
        ),
        ({"notificationType": "Delivery", "delivery": {}}, _receipt("delivered")),
    ],
)
def test_an_event_tells_the_state_of_a_message(event: dict[str, object], expected: Receipt) -> None:
    assert receipts({**event, "mail": MAIL}) == [expected]


def test_each_recipient_has_a_receipt_of_its_own() -> None:
    event = {
        "eventType": "Delivery",
        "mail": MAIL,
        "delivery": {"recipients": [ANN, "b@x.example"]},
    }

    assert [one.address for one in receipts(event)] == [ANN, "b@x.example"]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"eventType": "Open", "mail": MAIL},
        {"eventType": "Click", "mail": MAIL},
        {"eventType": "Subscription", "mail": MAIL},
        {"eventType": "Delivery"},
        {"eventType": "Delivery", "mail": {}},
        {"eventType": ["Delivery"], "mail": MAIL},
    ],
)
def test_other_events_say_nothing(event: dict[str, object]) -> None:
    assert receipts(event) == []


@pytest.mark.parametrize("tags", [None, {}, {"ref": []}, {"ref": "x"}, {"ref": [1]}])
def test_a_mail_without_our_tag_is_known_by_its_id_alone(tags: object) -> None:
    (receipt,) = receipts({"eventType": "Send", "mail": {"messageId": "ses-1", "tags": tags}})

    assert (receipt.provider_id, receipt.account_id, receipt.message_id) == ("ses-1", "", "")


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)
KINDS = ["Send", "Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure"]
PLACES = ["delivery", "deliveryDelay", "bounce", "complaint", "reject", "failure"]


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(PLACES), JSON), st.data())
def test_an_event_of_any_shape_is_survived(
    kind: str, event: dict[str, object], data: st.DataObject
) -> None:
    mail = {"messageId": "ses-1", "tags": data.draw(JSON)}

    assert receipts({**event, "eventType": kind, "mail": mail})
