import json
import logging

from portal.ui.logs import JsonLine
from portal.ui.middleware import current_request_id


def line_of(message: str, *arguments, error: Exception | None = None) -> dict:
    record = logging.LogRecord(
        "web", logging.INFO, "x.py", 1, message, arguments, (type(error), error, None) if error else None
    )
    record.request_id = current_request_id.get()
    return json.loads(JsonLine().format(record))


def test_a_log_line_is_one_json_object_with_the_requests_id():
    token = current_request_id.set("abc12345")

    assert line_of("日本語 %s", 1) | {"at": ""} == {
        "at": "", "level": "INFO", "logger": "web", "request": "abc12345", "message": "日本語 1",
    }  # fmt: skip
    current_request_id.reset(token)


def test_the_address_of_a_private_feed_never_reaches_a_log():
    for line in (
        line_of("GET /calendar/s3cret-token.ics"),
        line_of("broke", error=ValueError("/calendar/s3cret-token.ics")),
    ):
        assert "s3cret" not in str(line)


def test_public_feeds_may_be_named():
    assert line_of("GET /calendar/shifts.ics")["message"] == "GET /calendar/shifts.ics"


def test_a_given_request_id_comes_back_and_a_bad_one_is_replaced(client, db):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-id-1"})["X-Request-ID"] == "proxy-id-1"
    assert client.get("/healthz", headers={"X-Request-ID": "bad id\n"})["X-Request-ID"] != "bad id\n"
