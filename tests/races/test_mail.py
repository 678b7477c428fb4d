"""Many workers, one mail."""

import threading
from unittest import mock

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction

from portal.mail import delivery
from portal.mail.models import OutgoingMail
from portal.mail.outbox import store
from portal.mail.send import queue

WORKERS = 8


def at_once(work) -> list[BaseException]:
    """Run `work` in WORKERS threads that begin together; returns what they raised."""
    gate, raised = threading.Barrier(WORKERS), []

    def one() -> None:
        try:
            gate.wait()
            work()
        except BaseException as error:  # noqa: BLE001  handed to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_every_mail_once_and_in_order():
    ids = [store(EmailMessage(f"{n}", "本文", to=["b@example.org"]), thread=f"thread {n % 3}").pk for n in range(12)]
    sent: list[str] = []

    with mock.patch.object(delivery, "connection") as way_out:
        way_out.return_value.send_messages.side_effect = lambda messages: sent.append(messages[0].subject)

        def work() -> None:
            while OutgoingMail.objects.exclude(state="sent").exists():
                for mail_id in ids:
                    delivery.deliver(mail_id)

        assert at_once(work) == []

    assert sorted(sent, key=int) == [str(n) for n in range(12)]
    for thread in range(3):
        assert [int(n) for n in sent if int(n) % 3 == thread] == list(range(thread, 12, 3))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_actions_with_the_same_key_write_one_mail():
    def work() -> None:
        with transaction.atomic():
            queue(template="account_closed_for_tests", to="b@example.org", key=("once", "1"))
            assert OutgoingMail.objects.count() == 1  # the transaction is still alive

    message = EmailMessage("件名", "本文", to=["b@example.org"])
    with mock.patch("portal.mail.send._render", side_effect=lambda *_: EmailMessage("件名", "本文")):
        assert at_once(work) == []

    assert OutgoingMail.objects.get().to == message.to
