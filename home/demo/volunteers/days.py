"""Today's list, half filled; hours of the year behind us; a certificate."""

import datetime as dt
import uuid
from functools import partial

from django.utils import timezone

from home.demo.people import NAMESPACE, People
from portal.people.models import Person
from volunteers import actions
from volunteers.actions import Tap
from volunteers.models import (
    Captain,
    Demand,
    HoursCertificate,
    HoursClaim,
    HoursEntry,
    Mark,
    Place,
    Role,
    Shift,
    ShiftState,
    Signup,
    SignupEvent,
    Status,
)

from .setting import OFFICE
from .writing import at, signup_row, steps_of, write_signup

# What volunteer@ did in the year behind us: (weeks ago, role, begins, hours).
YEAR = [
    (47, "food", 10, 3), (44, "clothes", 14, 3), (40, "food", 10, 3), (38, "food", 10, 3), (34, "expo-booth", 10, 4),
    (33, "cheering", 10, 4), (30, "food", 13, 3), (26, "clothes", 14, 3), (21, "food", 10, 3), (20, "translation-english", 14, 2),
    (16, "food", 10, 3), (11, "clothes", 14, 2), (9, "food", 10, 3), (6, "food", 10, 3), (4, "translation-english", 14, 2),
]  # fmt: skip
# The team approves within some days.
FRESH = dt.timedelta(days=4)


def load_days(people: People, today: dt.date) -> None:
    """Add what is missing; a second run adds nothing."""
    place = Place.objects.get(name_ja=OFFICE)
    help_through_the_year(people, place, today)
    fill_todays_list(people, place, today)
    approve_the_past(people, today)
    certify(people.by_name["volunteer"], today)


def help_through_the_year(people: People, place: Place, today: dt.date) -> None:
    """Shifts long over at which volunteer@ was, with two others: written once, so that a later run puts nobody in two
    places on one day."""
    roles = {role.slug: role for role in Role.objects.all()}
    for number, (weeks, slug, begins, hours) in enumerate(YEAR):
        monday = today - dt.timedelta(days=today.weekday(), weeks=weeks)
        uid = uuid.uuid5(NAMESPACE, f"helped {number}")
        if Shift.objects.filter(calendar_uid=uid).exists():
            continue
        start = at(monday + dt.timedelta(days=5), dt.time(begins))
        shift = past_shift(uid, place, start, hours, people)
        demand = Demand.objects.create(shift=shift, role=roles[slug], min_needed=2, capacity=3)
        friends = [person for person in people.crowd[:120] if grown_up(person, start)][number * 2 : number * 2 + 2]
        for person in [people.by_name["volunteer"], *friends]:
            write_signup(demand, person, Status.ATTENDED)


def past_shift(uid: uuid.UUID, place: Place, start: dt.datetime, hours: int, people: People) -> Shift:
    return Shift.objects.create(
        calendar_uid=uid, place=place, report_at=start - dt.timedelta(minutes=10), start=start,
        end=start + dt.timedelta(hours=hours), state=ShiftState.CLOSED, lead=people.by_name["coordinator"],
    )  # fmt: skip


def grown_up(person: Person, moment: dt.datetime) -> bool:
    return (person.age_on(moment.date()) or 0) >= 18


def fill_todays_list(people: People, place: Place, today: dt.date) -> None:
    """A shift that has just begun, led by coordinator@, its list kept by captain@: some are here, one is not, some are
    not marked, among them volunteer@, who can check in."""
    uid = uuid.uuid5(NAMESPACE, f"today {today}")
    if Shift.objects.filter(calendar_uid=uid).exists():
        return
    now = timezone.localtime()
    start = now.replace(minute=0, second=0, microsecond=0)
    shift = Shift.objects.create(
        calendar_uid=uid, place=place, title_ja="食料の袋詰め（今日）", title_en="Packing food (today)",
        report_at=start - dt.timedelta(minutes=15), start=start, end=start + dt.timedelta(hours=3), state=ShiftState.OPEN,
        lead=people.by_name["coordinator"],
    )  # fmt: skip
    demand = Demand.objects.create(shift=shift, role=Role.objects.get(slug="food"), min_needed=6, capacity=10)
    seats = [seat(demand, person) for person in todays_people(people, shift)]
    Captain.objects.get_or_create(shift=shift, person=people.by_name["captain"])
    for signup, kind in zip(seats[2:], ("here", "here", "here", "no_show", "here"), strict=False):
        tap = Tap(kind=kind, signup=signup.pk, key=uuid.uuid5(uid, str(signup.person_id)), at=now)
        actions.mark(shift=shift, tap=tap, by=people.by_name["captain"], via=Mark.Via.LIST)


def todays_people(people: People, shift: Shift) -> list[Person]:
    """captain@, volunteer@ and seven of the crowd who are free that day."""
    near = dt.timedelta(hours=12)
    day = Signup.objects.live().filter(period_end__gt=shift.start - near, period_start__lt=shift.end + near)
    busy = set(day.values_list("person", flat=True))
    free = [person for person in people.crowd[:120] if person.pk not in busy and grown_up(person, shift.start)]
    free = list({person.display_name: person for person in free}.values())
    accounts = [people.by_name[word] for word in ("captain", "volunteer")]
    return [person for person in accounts if person.pk not in busy] + free[:7]


def seat(demand: Demand, person: Person) -> Signup:
    """A confirmed seat with its first step."""
    signup = signup_row(demand, person, Status.CONFIRMED)
    signup.remind_at = None
    signup.save()
    SignupEvent.objects.bulk_create(steps_of(signup))
    return signup


def approve_the_past(people: People, today: dt.date) -> None:
    """Hours for everybody who was there: approved by coordinator@, those of the last days still open; of these one was
    corrected by the volunteer."""
    by = people.by_name["coordinator"]
    year_ago = at(today - dt.timedelta(days=370), dt.time())
    was_there = Signup.objects.filter(status=Status.ATTENDED, period_end__gte=year_ago, claims__isnull=True)
    was_there = was_there.filter(person__isnull=False).exclude(person=by).exclude(shift__lead__isnull=True)
    border = at(today, dt.time()) - FRESH
    rows = list(was_there.select_related("shift", "person").order_by("period_start", "pk"))
    claims = HoursClaim.objects.bulk_create(
        [claim_row(signup, by, decided=signup.period_end < border) for signup in rows]
    )
    HoursEntry.objects.bulk_create(
        HoursEntry(
            signup=claim.signup, person=claim.signup.reader, day=timezone.localdate(claim.start),
            minutes=claim.minutes, claim=claim, by=by, at=claim.decided_at,
        )
        for claim in claims if claim.decided_at
    )  # fmt: skip
    correct_one(by)


def claim_row(signup: Signup, by: Person, *, decided: bool) -> HoursClaim:
    shift = signup.shift
    row = HoursClaim(signup=signup, start=shift.start, end=shift.end, source=HoursClaim.Source.SHIFT, made_at=shift.end)
    if decided:
        row.decision, row.decided_by, row.decided_at = (
            HoursClaim.Decision.APPROVED,
            by,
            shift.end + dt.timedelta(days=1),
        )
    return row


def correct_one(by: Person) -> None:
    """Somebody stayed longer than planned and says so."""
    mine = HoursClaim.objects.filter(decision=HoursClaim.Decision.OPEN, source=HoursClaim.Source.SHIFT)
    if HoursClaim.objects.filter(source=HoursClaim.Source.PERSON).exists() or not (
        claim := mine.order_by("pk").first()
    ):
        return
    later = claim.end + dt.timedelta(minutes=45)
    person = claim.signup.person
    if person is not None:
        actions.correct_hours(signup=claim.signup, start=claim.start, end=later, by=person, note="片付けまで残りました")


def certify(volunteer: Person, today: dt.date) -> None:
    """Two certificates of volunteer@ for the months behind us: the first was revoked, because it ended a month early."""
    if HoursCertificate.objects.filter(person=volunteer).exists():
        return
    since = (today - dt.timedelta(days=340)).replace(day=1)
    issue = partial(actions.issue_hours_certificate, since=since, by=volunteer, person=volunteer)
    first = issue(until=today - dt.timedelta(days=30))
    reason = "提出先の期間に合わせて作り直したため"
    actions.revoke_hours_certificate(certificate=first, by=volunteer, reason=reason)
    issue(until=today)
