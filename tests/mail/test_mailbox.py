"""/dev/mail/: what the house wrote, on development machines only."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from portal.mail.models import OutgoingMail
from portal.mail.outbox import store

pytestmark = pytest.mark.django_db


def make_mail(subject: str = "ようこそ", **overrides) -> OutgoingMail:
    body = "https://tomoni.example.org/ja/ を開いてください <b>"
    message = EmailMultiAlternatives(subject, body, to=["b@example.org"], **overrides)
    message.attach_alternative("<html><head></head><body><a href='/ja/'>開く</a></body></html>", "text/html")
    return store(message)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, django_assert_num_queries, number):
    for n in range(number):
        make_mail(f"件名 {n}")

    with django_assert_num_queries(4):  # count, mails, attachments, and the foot of every page
        page = client.get(reverse("mail:inbox")).content.decode()

    assert page.count('data-kind="mail"') == number


def test_the_list_can_be_searched_by_address_and_subject(client):
    make_mail("ようこそ")
    make_mail("さようなら")

    page = client.get(reverse("mail:inbox"), {"q": "さよう"}).content.decode()

    assert ("さようなら" in page, "ようこそ" in page) == (True, False)
    assert client.get(reverse("mail:inbox"), {"q": "b@example"}).content.decode().count('data-kind="mail"') == 2
    assert client.get(reverse("mail:inbox"), {"q": "z@example"}).content.decode().count('data-kind="mail"') == 0


def test_a_mail_shows_its_text_with_links_that_can_be_followed(client):
    mail = make_mail()

    page = client.get(reverse("mail:message", args=[mail.pk])).content.decode()

    assert '<a href="https://tomoni.example.org/ja/" rel="nofollow">' in page
    assert "&lt;b&gt;" in page
    assert f'src="{reverse("mail:html", args=[mail.pk])}"' in page
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page


def test_the_html_stands_in_a_cage_of_its_own_and_its_links_open_in_the_whole_window(client):
    mail = make_mail()

    response = client.get(reverse("mail:html", args=[mail.pk]))

    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "script-src" not in policy
    assert '<head><base target="_top"></head>' in response.content.decode()


def test_an_attachment_is_a_download_in_its_own_type(client):
    mail = make_mail(attachments=[("予定.ics", b"BEGIN:VCALENDAR", "text/calendar")])
    other = make_mail()

    file = mail.attachments.get()
    response = client.get(reverse("mail:attachment", args=[mail.pk, file.pk]))

    assert (response.content, response["Content-Type"]) == (b"BEGIN:VCALENDAR", "text/calendar")
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E4%BA%88%E5%AE%9A.ics"
    assert client.get(reverse("mail:attachment", args=[other.pk, file.pk])).status_code == 404


@pytest.mark.parametrize("name", ["inbox", "message", "html"])
def test_nobody_reads_mail_where_the_mailbox_is_off(client, settings, name):
    mail = make_mail()
    settings.DEV_MAILBOX = False

    assert client.get(reverse(f"mail:{name}", args=[] if name == "inbox" else [mail.pk])).status_code == 404
