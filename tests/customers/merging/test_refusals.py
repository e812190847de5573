"""What two profiles refuse, and who is not merged at all."""

import hashlib
import hmac
from typing import Any

import pytest

from chalicelib.channels.webchat import sessions
from chalicelib.core.errors import Conflict
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Consents
from chalicelib.customers.consent.rules import standing
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.merging.merge import merge, unmerge
from chalicelib.customers.model import Customer, Edit, Identity, IdentityKind
from chalicelib.messaging import chat
from tests.accounts.shop import Shop
from tests.customers.consent.words import NO, YES, a_consent
from tests.customers.merging.people import ANN, OTHER, known, signed_in


def says(shop: Shop, customer: Customer, *words: Any) -> None:
    edit(shop.desk(), customer.id, Edit(consents=words))


def consents_of(shop: Shop, customer: Customer) -> Consents:
    return customers.load(shop.desk(), customer.id, consistent=True).consents


def test_a_refusal_of_either_counts_for_both(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    says(shop, ann, a_consent(YES, minutes=-1))
    says(shop, lee, a_consent(NO, minutes=-5))

    merge(shop.desk(), ann.id, lee.id)
    states = [standing(consents_of(shop, each), "sms") for each in (ann, lee)]
    history = ask("GET", f"/v1/customers/{ann.id}/consents")[1]["data"]
    unmerge(shop.desk(), ann.id, lee.id)

    assert states == ["opted_out", "opted_out"]
    assert [word["state"] for word in history] == ["subscribed", "unsubscribed"]
    parted = [standing(consents_of(shop, each), "sms") for each in (ann, lee)]
    assert parted == ["consented", "opted_out"]


def test_a_refusal_meanwhile_is_kept_by_both(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    merge(shop.desk(), ann.id, lee.id)
    says(shop, lee, a_consent(NO))

    unmerge(shop.desk(), ann.id, lee.id)

    assert [standing(consents_of(shop, each), "sms") for each in (ann, lee)] == ["opted_out"] * 2
    [word] = ask("GET", f"/v1/customers/{lee.id}/consents")[1]["data"]
    assert word["state"] == "unsubscribed"


def test_only_what_is_proved_is_merged(shop: Shop, ask: Any, ann: Customer) -> None:
    typed = identify(shop.desk(), IdentityKind.user, "chat")
    edit(shop.desk(), typed.id, Edit(email=OTHER))
    elsewhere = known(shop.desk(), IdentityKind.phone, "+442079460000")
    named_so = known(shop.desk(), IdentityKind.user, ANN)

    for other in (typed, elsewhere, named_so):
        path, body = f"/v1/customers/{ann.id}/merge", {"other_id": other.id}
        status, problem, _ = ask("POST", path, body)
        assert (status, problem["code"]) == (409, "unproved_identity")
        assert customers.load_own(shop.desk(), other.id).merged_into == ""


def chat_of(shop: Shop, *, vouched: bool) -> Customer:
    """Return whom a signed-in visitor's first message is of."""
    secret = shop.account.chat_secret.encode()
    user, email = (hmac.new(secret, word, hashlib.sha256).hexdigest()
                   for word in (b"lee-7", f"email:{ANN}".encode()))  # fmt: skip
    _, begun = sessions.start(
        shop.desk(), widget_secret=shop.account.chat_secret, email=ANN.upper(), user_id="lee-7",
        user_hash=user, email_hash=email if vouched else user,
    )  # fmt: skip
    chat.write(shop.desk(), begun, "Hello")
    known_as = Identity(kind=IdentityKind.user, address="lee-7")
    return customers.load(shop.desk(), customers.owner_of(shop.desk(), known_as) or "")


def test_an_address_that_the_shop_vouches_for_proves_who_chats(shop: Shop, ann: Customer) -> None:
    visitor = chat_of(shop, vouched=True)

    assert merge(shop.desk(), ann.id, visitor.id).ids == (ann.id, visitor.id)


def test_an_address_that_a_visitor_types_proves_nothing(shop: Shop, ann: Customer) -> None:
    visitor = chat_of(shop, vouched=False)

    with pytest.raises(Conflict) as refused:
        merge(shop.desk(), ann.id, visitor.id)

    assert (refused.value.code, visitor.is_verified) == ("unproved_identity", True)


def test_there_are_no_chains_and_no_rings(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    third = signed_in(shop.desk(), "lee-8")
    merge(shop.desk(), ann.id, lee.id)
    tried = {
        (ann.id, lee.id): "already_merged",
        (lee.id, ann.id): "already_merged",
        (third.id, lee.id): "already_merged",
        (third.id, ann.id): "has_merges",
        (lee.id, third.id): "already_merged",
    }

    for (to, other), code in tried.items():
        status, problem, _ = ask("POST", f"/v1/customers/{to}/merge", {"other_id": other})
        assert (status, problem["code"]) == (409, code)


def test_the_latest_merge_goes_first(shop: Shop, ask: Any, ann: Customer, lee: Customer) -> None:
    third = signed_in(shop.desk(), "lee-8")
    for other in (lee, third):
        merge(shop.desk(), ann.id, other.id)
    path = f"/v1/customers/{ann.id}/unmerge"

    refused, problem, _ = ask("POST", path, {"other_id": lee.id})

    assert (refused, problem["code"], problem["customer_id"]) == (409, "merged_later", third.id)
    assert ask("POST", path, {"other_id": third.id})[0] == 200
    assert ask("POST", path, {"other_id": lee.id})[0] == 200
    assert ask("POST", path, {"other_id": lee.id})[1]["code"] == "not_merged"


def test_another_accounts_customer_is_not_there(
    shop: Shop, other_shop: Shop, ask: Any, ann: Customer
) -> None:
    theirs = signed_in(other_shop.desk(), "lee-7")

    for verb in ("merge", "unmerge"):
        path = f"/v1/customers/{ann.id}/{verb}"
        assert ask("POST", path, {"other_id": theirs.id})[0] == 404
        assert ask("POST", path, {})[0] == 422
