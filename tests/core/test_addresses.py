"""One person, one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core import addresses


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Ann@Customer.Example", "ann@customer.example"),
        ("  ann@customer.example\t", "ann@customer.example"),
        ("ann+lamps@customer.example", "ann+lamps@customer.example"),
        ("ann..lee.@docomo.example", "ann..lee.@docomo.example"),
        ("o'hara_1/x@customer.example", "o'hara_1/x@customer.example"),
        ("ann@customer.example.", "ann@customer.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
        ("jürgen@customer.example", "jürgen@customer.example"),
    ],
)
def test_equal_people_have_equal_addresses(written: str, normal: str) -> None:
    assert addresses.normal(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ann",
        "@customer.example",
        "ann@",
        "ann@localhost",
        "ann@127.0.0.1",
        "ann@[127.0.0.1]",
        "ann@@customer.example",
        "ann lee@customer.example",
        "ann@customer example",
        "ann@-customer.example",
        "ann@customer..example",
        "<ann@customer.example>",
        "ann,bob@customer.example",
        f"{'a' * 250}@customer.example",
        f"ann@{'a' * 64}.example",
        f"ann@{'ü' * 64}.example",
        f"ann@{'.'.join(['ü' * 10] * 30)}.example",
        "ann@cust\u200bomer.example",
        "ann@customer\u202e.example",
        "ann@customer\u3002example",
        "ann@\uff43ustomer.example",
        "ann\x00@customer.example",
        "ann\r\nBcc: x@customer.example",
    ],
)
def test_what_is_no_address_or_pretends_to_be_one_is_refused(written: str) -> None:
    assert addresses.normal(written) is None


@given(st.text(max_size=300) | st.emails())
def test_the_normal_form_is_its_own_normal_form(written: str) -> None:
    normal = addresses.normal(written)

    assert normal is None or addresses.normal(normal) == normal
