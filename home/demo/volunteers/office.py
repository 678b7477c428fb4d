"""What coordinators have on their desk: zones, somebody who looks after one of them, people who may be asked and were,
shifts without a lead, drafts."""

import datetime as dt
import uuid

from django.utils import timezone

from home.demo.people import NAMESPACE, People
from portal.people.models import Consent
from volunteers.models import (
    Ask,
    Coordinator,
    Demand,
    Place,
    Role,
    Shift,
    ShiftState,
    Signup,
    SignupEvent,
    Status,
    Zone,
)

from .setting import EXPO, HAMACHO, HIBIYA, HOSPITAL, KURAMAE, OFFICE

ZONES = {
    ("千代田エリア", "Chiyoda"): (OFFICE, HOSPITAL),
    ("マラソン", "Marathon"): (EXPO, KURAMAE, HAMACHO, HIBIYA),
}
CONSENT_VERSION = "2026-11"
ASKED = 4
REQUESTS = (
    "去年もブースを手伝いました。英語での案内もできます。",
    "仕事のあとに参加したいです。30分ほど遅れるかもしれません。",
)


def load_office(people: People, today: dt.date) -> None:
    """Adds what is missing; a second run changes nothing."""
    zones = load_zones()
    limit_to(people, zones["Marathon"])
    agree_to_be_asked(people)
    ask_for_the_hospital(people, today)
    wait_for_a_yes(people, today)
    leave_some_without_a_lead(today)
    keep_some_as_drafts(today)


def load_zones() -> dict[str, Zone]:
    """Two zones, by their English name."""
    found = {}
    for (name_ja, name_en), places in ZONES.items():
        zone, _made = Zone.objects.get_or_create(name_en=name_en, defaults={"name_ja": name_ja})
        for place in Place.objects.filter(name_ja__in=places, zone=None):
            place.zone = zone
            place.save(update_fields=["zone"])
        found[name_en] = zone
    return found


def limit_to(people: People, zone: Zone) -> None:
    """The coordinator of the marathon sees the places of the marathon."""
    row, made = Coordinator.objects.get_or_create(person=people.by_name["marathon"], defaults={"everywhere": False})
    if made:
        row.zones.add(zone)


def agree_to_be_asked(people: People) -> None:
    """volunteer@ and every second one of the crowd."""
    willing = [people.by_name["volunteer"], *people.crowd[:120:2]]
    have = set(Consent.objects.filter(kind=Consent.Kind.ASKED).values_list("person_id", flat=True))
    Consent.objects.bulk_create(
        Consent(person=person, kind=Consent.Kind.ASKED, version=CONSENT_VERSION)
        for person in willing
        if person.pk not in have
    )


def ask_for_the_hospital(people: People, today: dt.date) -> None:
    """Four were asked for the next hospital shift in French; one cannot, three have not answered."""
    shifts = Shift.objects.happening().filter(start__date__gt=today + dt.timedelta(days=1))
    demand = Demand.objects.filter(shift__in=shifts, role__slug="hospital-french").order_by("shift__start").first()
    if demand is None or Ask.objects.exists():
        return
    coordinator, now = people.by_name["coordinator"], timezone.now()
    could = [person for person in people.crowd[:120:2] if {"ja", "fr"} <= set(person.languages_spoken)][:ASKED]
    for number, person in enumerate(could):
        Ask.objects.create(
            demand=demand,
            person=person,
            asked_by=coordinator,
            asked_at=now - dt.timedelta(hours=20),
            answer="" if number else Ask.Answer.NO,
            answered_at=None if number else now - dt.timedelta(hours=18),
        )


def wait_for_a_yes(people: People, today: dt.date) -> None:
    """Two people asked the coordinator for a place at the EXPO, and wrote why."""
    if SignupEvent.objects.filter(to_status=Status.REQUESTED).exists():
        return
    demands = Demand.objects.filter(role__slug="expo-booth", shift__start__date__gt=today).order_by("shift__start")
    for demand, person, words in zip(demands, people.crowd[100:], REQUESTS, strict=False):
        made = timezone.now() - dt.timedelta(hours=30)
        signup = Signup.objects.create(
            demand=demand,
            shift=demand.shift,
            person=person,
            status=Status.REQUESTED,
            created_at=made,
            calendar_changed_at=made,
            **demand.shift.times(),
        )
        SignupEvent.objects.create(signup=signup, to_status=Status.REQUESTED, actor=person, at=made, reason=words)


def leave_some_without_a_lead(today: dt.date) -> None:
    """The clothes of the week after next have nobody yet who leads them."""
    first = today + dt.timedelta(days=8)
    Shift.objects.filter(
        start__date__gte=first, start__date__lt=first + dt.timedelta(days=6), demands__role__slug="clothes"
    ).update(lead=None)


def keep_some_as_drafts(today: dt.date) -> None:
    """Stocktaking on two Saturdays to come: planned, and not opened yet."""
    monday = today - dt.timedelta(days=today.weekday())
    place, role = Place.objects.get(name_ja=OFFICE), Role.objects.get(slug="food")
    for weeks in (2, 3):
        day = monday + dt.timedelta(weeks=weeks, days=5)
        start = timezone.make_aware(dt.datetime.combine(day, dt.time(15)))
        shift, made = Shift.objects.get_or_create(
            calendar_uid=uuid.uuid5(NAMESPACE, f"stocktaking {day}"),
            defaults={
                "place": place,
                "title_ja": "倉庫の棚卸し",
                "title_en": "Stocktaking",
                "report_at": start,
                "start": start,
                "end": start + dt.timedelta(hours=3),
                "state": ShiftState.DRAFT,
            },
        )
        if made:
            Demand.objects.create(shift=shift, role=role, min_needed=3, capacity=5)
