"""The public page of the money: what the last comparison said, and the past thirty days (money.md 24)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.payments import integrity
from portal.payments.models import Finding, Reconciliation

pytestmark = pytest.mark.django_db
TODAY = "2026-11-25T12:00:00+09:00"


def night(ago: int, *, hour: int = 3, **facts) -> Reconciliation:
    """A full comparison that ended so many Tokyo days ago."""
    at = timezone.localtime().replace(hour=hour, minute=20) - dt.timedelta(days=ago)
    return Reconciliation.objects.create(kind="full", started_at=at, finished_at=at, looked_at=9, **facts)


def states() -> dict[str, str]:
    return {f"{day['date']:%m-%d}": day["state"] for day in integrity.past_days()}


@time_machine.travel(TODAY)
def test_each_of_thirty_days_is_shown_as_its_last_comparison_ended():
    night(0)
    night(1, found=1, healed=1)
    night(2, left_open=1)
    night(3, difference_jpy=-5)
    night(4, apart_jpy=5)
    night(5, hour=2, left_open=1)
    night(5, hour=4)
    Reconciliation.objects.create(kind="full", started_at=timezone.now() - dt.timedelta(days=6))  # broken off
    shown = states()
    assert len(shown) == 30
    assert list(shown.items())[-7:] == [
        ("11-19", "none"), ("11-20", "ok"), ("11-21", "off"), ("11-22", "off"), ("11-23", "off"), ("11-24", "mended"),
        ("11-25", "ok"),
    ]  # fmt: skip


@time_machine.travel("2026-11-25T01:00:00+09:00")
def test_before_tonights_comparison_the_road_ends_with_yesterday():
    night(1)
    assert list(states())[-1] == "11-24"
    assert next(iter(states())) == "10-26"


@time_machine.travel(TODAY)
def test_the_verdict_counts_yen_that_only_stripe_has(client):
    run = night(0, left_open=1, apart_jpy=5000)
    Finding.objects.create(kind="missing_here", subject="ch_1", found_by=run, off_jpy=5000)
    page = client.get("/en/integrity/").content.decode()
    assert "<strong>¥5,000</strong>" in page
    assert "integrity__verdict--off" in page
    assert "1 difference is being looked into." in page


@time_machine.travel(TODAY)
def test_a_night_without_a_difference_says_so_in_both_languages(client):
    night(0, payouts=2, healed=1, found=1)
    english, japanese = (client.get(f"/{language}/integrity/").content.decode() for language in ("en", "ja"))
    assert "<strong>¥0</strong>" in english
    assert "On Wed 25 November at 3:20, 9 entries were compared" in english
    assert "2 payouts to our bank account were added up." in english
    assert "1 line was missing and was added." in english
    assert "<strong>0円</strong>" in japanese
    assert "抜けていた記録を1件補いました。" in japanese


@time_machine.travel(TODAY)
def test_the_picture_says_in_words_what_it_shows(client):
    night(0)
    night(1, healed=1, found=1)
    page = client.get("/en/integrity/").content.decode()
    assert (
        "Comparisons of the past 30 days: 1 day matched, Tue 24 November: something was missing and was added" in page
    )
