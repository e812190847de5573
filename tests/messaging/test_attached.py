"""Files go out with answers and notes: bound once, never changed afterwards, refused before."""

from email.message import Message as Mail
from urllib.parse import unquote, urlsplit

import pytest

from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.faults.shop import Shop
from tests.kit.waits import skipped_waits
from tests.messaging.mails import thread
from tests.messaging.uploading import PNG, attach, content_of, upload, vanish, wanted


def files_of(shop: Shop) -> list[Mail]:
    """Return the files of the mail that left last."""
    parts = shop.cloud.posted[-1].mail.walk()
    return [part for part in parts if part.get_content_disposition() == "attachment"]


def test_a_file_goes_out_with_an_answer_by_mail(shop: Shop) -> None:
    shop.receive()
    answer = attach(shop, upload(shop, name="Größe.png"), text="Here")
    shop.cloud.settle()

    [file] = answer.json["attachments"]
    assert (file["name"], file["content_type"], file["size"]) == (
        "Größe.png",
        "image/png",
        len(PNG),
    )
    [part] = files_of(shop)
    assert part.get_filename() == "Größe.png"
    assert part.get_payload(decode=True) == PNG
    assert thread(shop)[-1]["state"] == "sent"


def test_words_may_be_missing_where_there_is_a_file(shop: Shop) -> None:
    shop.receive()

    assert attach(shop).json["code"] == "empty_text"
    assert attach(shop, upload(shop)).status == 201
    assert shop.done("GET", shop.at)["preview"] == "mug.png"


def test_a_note_keeps_its_files_to_the_team(shop: Shop) -> None:
    shop.receive()
    note = attach(shop, upload(shop), verb="notes")

    assert (note.status, note.json["kind"]) == (201, "note")
    [file] = thread(shop)[-1]["attachments"]
    path = f"/v1/messages/{note.json['id']}/attachments/{file['id']}"
    url = urlsplit(shop.done("GET", path)["url"])
    assert unquote(url.path) == f"/{shop.account.id}/files/{file['id']}"
    assert shop.cloud.posted == []


def test_the_same_request_again_sends_once(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)

    answers = [attach(shop, upload_id, idempotency_key="again") for _ in range(2)]

    assert [answer.is_replay for answer in answers] == [False, True]
    assert answers[0].json == answers[1].json
    assert len(thread(shop)) == 2


def test_the_same_request_again_needs_the_upload_no_more(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)
    first = attach(shop, upload_id, idempotency_key="again")
    vanish(shop, upload_id)

    assert attach(shop, upload_id, idempotency_key="again").json == first.json
    assert attach(shop, upload_id).json["code"] == "unknown_upload"


def test_two_answers_with_one_upload_have_a_copy_each(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)

    one, two = (attach(shop, upload_id).json for _ in range(2))

    assert one["attachments"][0]["id"] != two["attachments"][0]["id"]
    assert content_of(shop, one) == content_of(shop, two) == PNG


def test_who_names_an_upload_twice_attaches_it_once(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)

    assert len(attach(shop, upload_id, upload_id).json["attachments"]) == 1


def test_an_upload_that_comes_again_has_the_same_id(shop: Shop) -> None:
    path = "/v1/uploads"
    one, two = (shop.done("POST", path, wanted(), idempotency_key="u1") for _ in range(2))
    other = shop.ask("POST", path, wanted(b"other"), idempotency_key="u1")

    assert one["id"] == two["id"]
    assert (other.status, other.json["code"]) == (422, "idempotency_mismatch")


def test_an_upload_tells_what_it_is_until_it_is_forgotten(shop: Shop) -> None:
    upload_id = upload(shop, name="Größe.png")

    told = shop.done("GET", f"/v1/uploads/{upload_id}")
    vanish(shop, upload_id)

    assert told == {"id": upload_id, **wanted(name="Größe.png")}
    assert shop.ask("GET", f"/v1/uploads/{upload_id}").status == 404
    assert shop.ask("GET", "/v1/uploads/upl_1").status == 404


@pytest.mark.parametrize("call", ["s3.HeadObject", "s3.CopyObject", "dynamodb.TransactWriteItems"])
def test_a_lost_reply_is_asked_for_again_and_sends_once(shop: Shop, call: str) -> None:
    shop.receive()
    upload_id = upload(shop)
    faults = Faults()
    faults.inject(call, "lost_reply", times=9)
    with gate.around(faults), skipped_waits():
        lost = attach(shop, upload_id, idempotency_key="k")
        faults.clear()
        again = attach(shop, upload_id, idempotency_key="k")

    assert lost.status in (201, 503)
    assert again.status == 201
    assert len(thread(shop)) == 2
    assert content_of(shop, again.json) == PNG


def test_what_is_refused_leaves_no_copy_behind(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)

    with gate.recorded() as calls:
        assert attach(shop, upload_id, text="w" * 100_001).json["code"] == "text_too_long"
        assert attach(shop, upload_id, "upl_" + "0" * 32).json["code"] == "unknown_upload"

    assert [call.name for call in calls if call.name == "s3.CopyObject"] == []


def test_a_copy_is_of_what_was_looked_at(shop: Shop) -> None:
    shop.receive()
    upload_id = upload(shop)

    with gate.recorded() as calls:
        attach(shop, upload_id)

    [copied] = [call for call in calls if call.name == "s3.CopyObject"]
    laid = shop.desk().files.look(f"uploads/{shop.account.id}/{upload_id}")
    told = copied.request.headers["x-amz-copy-source-if-match"]
    assert (told.decode() if isinstance(told, bytes) else told) == laid.tag


def test_what_is_sent_again_has_its_files(shop: Shop) -> None:
    shop.receive()
    message = attach(shop, upload(shop)).json
    shop.cloud.queues["deliver"].clear()
    address = shop.ticket_id, message["sequence"]
    deliveries.settle(shop.desk(), deliveries.load(shop.desk(), *address), State.failed)

    shop.done("POST", f"/v1/messages/{message['id']}/retry")
    shop.cloud.settle()

    assert thread(shop)[-1]["attachments"] == message["attachments"]
    assert [part.get_payload(decode=True) for part in files_of(shop)] == [PNG]
