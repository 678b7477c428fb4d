"""The back office: what waits, who decides, and what nobody may type in."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from campaigns.actions import propose_text
from campaigns.models import Donation, Race
from tests.factories.campaigns import make_gift, make_page, make_race, make_runner
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def fundraiser(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    client.force_login(person)
    return person


def test_the_desk_is_for_fundraisers_only(client):
    client.force_login(make_person())

    assert client.get("/office/campaigns-desk/").status_code in (302, 403)


def test_the_desk_shows_everything_that_waits(client, fundraiser):
    page = make_page()
    make_gift(to=page, message="読んでください")
    propose_text(page=page, words={"title_ja": "新しい題", "story_ja": "話"}, by=page.runner.person)
    make_runner(state="applied", statement="走る理由です")

    found = client.get("/office/campaigns-desk/").content.decode()

    for words in ("読んでください", "新しい題", "走る理由です", "5,000円"):
        assert words in found


@pytest.mark.parametrize(("decision", "state"), [("approve", "approved"), ("reject", "rejected")])
def test_a_message_is_decided_and_logged(client, fundraiser, decision, state):
    gift = make_gift(to=make_page(), message="がんばれ")

    client.post(f"/office/campaigns-desk/messages/{gift.pk}/", {"decision": decision})

    gift.refresh_from_db()
    assert gift.message_state == state
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.object_id) == (f"campaigns.message_{state}", fundraiser, str(gift.pk))


def test_a_second_decision_is_told_that_a_colleague_was_quicker(client, fundraiser):
    gift = make_gift(to=make_page(), message="がんばれ")
    for _ in range(2):
        answer = client.post(f"/office/campaigns-desk/messages/{gift.pk}/", {"decision": "approve"}, follow=True)

    assert "ほかの担当者がすでに処理しました" in answer.content.decode()


def test_a_text_needs_a_reason_to_be_sent_back(client, fundraiser):
    page = make_page()
    edit = propose_text(page=page, words={"title_ja": "題", "story_ja": "話"}, by=page.runner.person)
    address = f"/office/campaigns-desk/texts/{edit.pk}/"

    client.post(address, {"decision": "send-back", "reason": ""})
    edit.refresh_from_db()
    assert edit.state == "waiting"
    client.post(address, {"decision": "send-back", "reason": "短くしてください"})
    edit.refresh_from_db()
    assert (edit.state, edit.reason, edit.decided_by) == ("rejected", "短くしてください", fundraiser)


def test_a_runner_is_moved_on_with_history_and_log(client, fundraiser):
    runner = make_runner(state="applied")

    client.post(f"/office/campaigns-desk/runners/{runner.pk}/", {"to": "selected", "note": "電話で確認"})

    runner.refresh_from_db()
    assert runner.state == "selected"
    assert runner.history.last().note == "電話で確認"
    assert ModelLogEntry.objects.get().action == "campaigns.runner_moved"


@pytest.mark.parametrize(
    "model", ["campaign", "race", "coursepoint", "runner", "fundraisingpage", "donation", "gathering", "passage", "impact", "giftterms"]
)  # fmt: skip
def test_every_list_opens_for_fundraisers(client, fundraiser, model):
    make_gift(to=make_page())

    assert client.get(f"/office/snippets/campaigns/{model}/").status_code == 200


def test_nobody_types_in_money(client):
    gift = make_gift(to=make_page())
    client.force_login(make_person(is_staff=True, is_superuser=True))

    assert client.get(f"/office/snippets/campaigns/donation/edit/{gift.pk}/").status_code == 302
    assert client.get("/office/snippets/campaigns/donation/add/").status_code == 302
    assert client.get(f"/office/snippets/campaigns/donation/inspect/{gift.pk}/").status_code == 200
    assert Donation.objects.get().gift_jpy == 5000


def test_terms_that_were_agreed_to_are_never_changed(client):
    terms = make_gift(to=make_page()).campaign.gift_terms
    client.force_login(make_person(is_staff=True, is_superuser=True))

    assert client.get(f"/office/snippets/campaigns/giftterms/edit/{terms.pk}/").status_code == 302
    assert client.get("/office/snippets/campaigns/giftterms/add/").status_code == 200


def test_a_new_race_day_reaches_every_calendar(client, fundraiser):
    race = make_race()
    day = race.date + dt.timedelta(days=7)
    address = f"/office/snippets/campaigns/race/edit/{race.pk}/"
    fields = {
        name: getattr(race, name)
        for name in ("starts_at", "limit_minutes", "places", "minimum_age", "minimum_pledge_jpy", "apply_from", "apply_until", "selection_rule_ja", "selection_rule_en", "source")
    }  # fmt: skip

    client.post(address, fields | {"campaign": race.campaign_id, "date": day.isoformat()})

    race = Race.objects.get()
    assert (race.date, race.calendar_sequence) == (day, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_runners_list_exports_what_people_typed_as_text_and_never_as_a_formula(client, fundraiser, kind):
    person = make_person(family_name='=HYPERLINK("http://evil.example")', given_name="", latin_name="")
    runner = make_runner(person=person)
    runner.bib = "+81"
    runner.save(update_fields=["bib"])

    answer = client.get(f"/office/snippets/campaigns/runner/?export={kind}")

    content = b"".join(answer.streaming_content)
    if kind == "csv":
        row = list(csv.reader(io.StringIO(content.decode())))[1]
    else:
        cells = load_workbook(io.BytesIO(content)).active[2]
        assert all(cell.data_type != "f" for cell in cells)
        row = [str(cell.value) for cell in cells]
    assert row[0].startswith("'=HYPERLINK")
    assert row[5] == "'+81"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
