"""What WhatsApp says later may be about the inbox as well as about the message."""

import pytest

from chalicelib.channels.whatsapp.statuses import receipt


@pytest.mark.parametrize(
    ("state", "code", "is_fault", "is_permanent"),
    [
        ("failed", 131042, True, True),
        ("failed", 130497, True, True),
        ("failed", 131047, False, True),
        ("failed", 131056, False, False),
        ("failed", 424242, False, True),
        ("sent", 131042, False, False),
    ],
)
def test_only_what_the_merchant_must_mend_is_a_fault(
    state: str, code: int, *, is_fault: bool, is_permanent: bool
) -> None:
    found = receipt({"id": "wamid.1", "status": state, "errors": [{"code": code, "title": "No"}]})

    assert found is not None
    assert (bool(found.fault), found.is_permanent) == (is_fault, is_permanent)
    assert found.fault in ("", found.detail)
