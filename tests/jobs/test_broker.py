"""The broker that needs no service: a reader never meets half a message."""

import threading
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import get_transport_cls

from portal.jobs.broker import Transport

MESSAGES = 1500


@pytest.fixture
def connection(tmp_path):
    folders = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    (tmp_path / "control").mkdir()
    with Connection("filesystem://here", transport_options=folders) as connection:
        yield connection


def test_a_reader_that_is_quick_never_takes_half_a_message(connection):
    writer, reader = connection.channel(), connection.channel()
    writing = threading.Thread(target=lambda: [writer._put("work", {"number": n}) for n in range(MESSAGES)])
    writing.start()
    taken = []
    while writing.is_alive() or len(taken) < MESSAGES:
        try:
            taken.append(reader._get("work")["number"])
        except Empty:
            continue
    writing.join()
    assert sorted(taken) == list(range(MESSAGES))


def test_a_table_of_queues_is_readable_from_its_first_moment_and_keeps_every_queue(connection):
    channel = connection.channel()
    seen = set()

    def look():
        while len(seen) < 20:
            seen.update(row.queue for row in channel.get_table("news"))

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(20):
        channel._queue_bind("news", "", "", f"queue-{number}")
    looking.join(timeout=10)
    assert seen == {f"queue-{number}" for number in range(20)}


def test_a_broker_of_files_is_this_one():
    assert get_transport_cls("filesystem") is Transport
