"""Writes the plan into the database: what is missing is added, what is there stays."""

import datetime as dt
import random
import uuid

from django.utils import timezone

from home.demo.people import BATCH, NAMESPACE, People
from portal.people.models import Person, Qualification, QualificationGrant
from volunteers.models import Demand, Place, Role, Shift, ShiftState, Signup, SignupEvent, Status

from .days import load_days
from .office import load_office
from .plan import SOON, Need, Plan, plans
from .planning import give_standing_duty, load_planning
from .seats import load_seats
from .setting import ESCORT_BRIEFING, load_places, load_roles
from .writing import at, signup_row, steps_of, write_signup

HISTORY_PER_SCALE = 10_000
SEATS_OF_THE_PAST = 20
# Here the coordinator decides about every place.
BY_REQUEST = {"interpreting-french"}


def load_volunteers(people: People, today: dt.date, scale: int = 1) -> dict[str, int]:
    """Insert what is missing for the twelve weeks around `today`; returns how many shifts and sign-ups there are."""
    places, roles = load_places(), load_roles()
    grant_briefings(people, today)
    known = {shift.calendar_uid: shift for shift in Shift.objects.all()} if scale == 1 else {}
    for plan in plans(today):
        shift = known.get(uid_of(plan)) or Shift.objects.filter(calendar_uid=uid_of(plan)).first()
        if shift is None:
            shift = make_shift(plan, places, roles, people)
        if not shift.is_cancelled:
            fill(shift, plan, roles, people, today)
    give_the_accounts_places(people, today)
    load_planning(people, places, roles, today)
    for demand in give_standing_duty(people, today):
        write_signup(demand, people.by_name["volunteer"], Status.CONFIRMED)
    load_seats(people, today)
    load_office(people, today)
    load_days(people, today)
    write_history(places, roles, people, today, scale)
    return {"shifts": Shift.objects.count(), "signups": Signup.objects.count()}


def uid_of(plan: Plan) -> uuid.UUID:
    """The same shift has the same UID on every machine and every day of loading."""
    return uuid.uuid5(NAMESPACE, f"shift {plan.date} {plan.start} {plan.place} {plan.needs[0].role}")


def make_shift(plan: Plan, places: dict[str, Place], roles: dict[str, Role], people: People) -> Shift:
    """One shift with its demands."""
    start = at(plan.date, plan.start)
    shift = Shift.objects.create(
        calendar_uid=uid_of(plan),
        calendar_sequence=int(plan.cancelled),
        place=places[plan.place],
        title_ja=plan.title_ja,
        title_en=plan.title_en,
        report_at=start - dt.timedelta(minutes=plan.meet_before),
        start=start,
        end=at(plan.date, plan.end),
        state=ShiftState.CANCELLED if plan.cancelled else ShiftState.OPEN,
        reason_ja="棚の入れ替え工事のため、この日はお休みします。" if plan.cancelled else "",
        reason_en="The shelves are being replaced, so there is no work on this day." if plan.cancelled else "",
        lead=people.by_name["coordinator"],
    )
    for need in plan.needs:
        demand_of(shift, roles[need.role], need)
    return shift


def demand_of(shift: Shift, role: Role, need: Need) -> Demand:
    """What the plan says of one role of a shift; made where the shift is older than that part of the plan."""
    demand, _made = Demand.objects.select_related("role").get_or_create(
        shift=shift,
        role=role,
        defaults={
            "min_needed": need.min_needed,
            "capacity": need.capacity,
            "overflow": Demand.Overflow.APPROVE if need.role in BY_REQUEST else Demand.Overflow.WAITLIST,
        },
    )
    return demand


def grant_briefings(people: People, today: dt.date) -> None:
    """Who goes along to hospital has been briefed: the account to try it with, and some of the crowd."""
    briefing = Qualification.objects.get(slug=ESCORT_BRIEFING)
    have = set(QualificationGrant.objects.filter(qualification=briefing).values_list("person", flat=True))
    briefed = [
        people.by_name["volunteer"],
        *(person for person in people.crowd[:120] if len(person.languages_spoken) > 1),
    ]
    QualificationGrant.objects.bulk_create(
        QualificationGrant(person=person, qualification=briefing, granted_on=today - dt.timedelta(days=90))
        for person in briefed
        if person.pk not in have
    )


def fill(shift: Shift, plan: Plan, roles: dict[str, Role], people: People, today: dt.date) -> None:
    """Bring the places of a shift to what the plan says for its distance; never fewer than there are."""
    day = Signup.objects.filter(period_start__gte=at(plan.date, dt.time()), period_start__lt=at(plan.date, dt.time.max))
    busy = set(day.values_list("person", flat=True))
    free = [person for person in people.crowd[:120] if person.pk not in busy]
    random.Random(str(uid_of(plan))).shuffle(free)  # noqa: S311  # a demonstration, not a secret
    for need in plan.needs:
        demand = demand_of(shift, roles[need.role], need)
        near = plan.date <= today + SOON
        suited = [person for person in free if suits(person, demand.role, plan.date)]
        missing = (need.soon if near else need.soon // 2) - Signup.objects.holding().filter(demand=demand).count()
        for person in suited[: max(missing, 0)]:
            write_signup(demand, person, taken(plan.date, today))
            free.remove(person)
        if near and need.waiting and plan.date > today:
            line_up(demand, need, [person for person in free if suits(person, demand.role, plan.date)])


def line_up(demand: Demand, need: Need, free: list[Person]) -> None:
    """People on the waiting list of a full demand."""
    for person in free[: need.waiting - Signup.objects.waiting().filter(demand=demand).count()]:
        write_signup(demand, person, Status.WAITLISTED)


def suits(person: Person, role: Role, day: dt.date) -> bool:
    """Whether a person of the crowd may take the role."""
    age = person.age_on(day)
    old_enough = role.minimum_age is None or (age is not None and age >= role.minimum_age)
    return old_enough and set(role.languages) <= set(person.languages_spoken)


def taken(date: dt.date, today: dt.date) -> Status:
    return Status.ATTENDED if date < today else Status.CONFIRMED


def give_the_accounts_places(people: People, today: dt.date) -> None:
    """volunteer@ has helped before, comes again in this coming week, and still finds a last place to take."""
    volunteer = people.by_name["volunteer"]
    if not Signup.objects.filter(person=volunteer, status=Status.ATTENDED).exists():
        for demand in demands_of("food", today - dt.timedelta(days=14), today)[:3]:
            write_signup(demand, volunteer, Status.ATTENDED)
    if not Signup.objects.live().filter(person=volunteer, period_start__gt=timezone.now()).exists():
        for demand in demands_of("clothes", today + dt.timedelta(days=1), today + dt.timedelta(days=8))[:1]:
            write_signup(demand, volunteer, Status.CONFIRMED)


def demands_of(role: str, since: dt.date, until: dt.date) -> list[Demand]:
    """Demands of a role between two days, not cancelled, in order."""
    shifts = Shift.objects.happening().filter(start__gte=at(since, dt.time()), start__lt=at(until, dt.time()))
    return list(
        Demand.objects.filter(role__slug=role, shift__in=shifts).select_related("shift__place").order_by("shift__start")
    )


def write_history(places: dict[str, Place], roles: dict[str, Role], people: People, today: dt.date, scale: int) -> None:
    """For larger scales: days long past, each with many seats, so that every table grows."""
    wanted = (scale - 1) * HISTORY_PER_SCALE // SEATS_OF_THE_PAST
    place, role = places["事務所（西神田）"], roles["food"]
    for number in range(wanted):
        day = today - dt.timedelta(days=30 + number // 4)
        uid = uuid.uuid5(NAMESPACE, f"history {number}")
        if Shift.objects.filter(calendar_uid=uid).exists():
            continue
        start = at(day, dt.time(8 + 3 * (number % 4)))
        shift = Shift.objects.create(
            calendar_uid=uid,
            place=place,
            report_at=start,
            start=start,
            end=start + dt.timedelta(hours=3),
            state=ShiftState.CLOSED,
        )
        demand = Demand.objects.create(shift=shift, role=role, min_needed=4, capacity=SEATS_OF_THE_PAST)
        first = number * SEATS_OF_THE_PAST % max(len(people.crowd) - SEATS_OF_THE_PAST, 1)
        rows = [
            signup_row(demand, person, Status.ATTENDED) for person in people.crowd[first : first + SEATS_OF_THE_PAST]
        ]
        Signup.objects.bulk_create(rows, batch_size=BATCH)
        SignupEvent.objects.bulk_create([step for row in rows for step in steps_of(row)], batch_size=BATCH)
