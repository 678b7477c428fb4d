"""Seats on their way: a company half named, a place that looks for a successor, requests that wait for an answer."""

import datetime as dt

from django.utils import timezone

from home.demo.people import People
from portal.people.models import Person, insurance_year
from volunteers import actions
from volunteers.models import Demand, HandOver, Party, Signup, Status

COMPANY = "ひらた製作所"
SEATS, NAMED = 12, 5


def load_seats(people: People, today: dt.date) -> None:
    """Insert what is missing."""
    volunteer = people.by_name["volunteer"]
    actions.enter_insurance(person=volunteer, year=insurance_year(today), by=volunteer)
    bring_the_company(people)
    look_for_a_successor(people, volunteer)
    ask_the_coordinator(people)


def demands_ahead(role: str) -> list[Demand]:
    """Open demands of a role from tomorrow on, the next first."""
    tomorrow = timezone.now() + dt.timedelta(days=1)
    found = Demand.objects.filter(role__slug=role, shift__state="open", shift__start__gt=tomorrow)
    return list(found.with_counts().select_related("shift__place", "role").order_by("shift__start", "pk"))


def bring_the_company(people: People) -> None:
    """captain@ has put twelve seats aside to cheer, and five colleagues have taken theirs."""
    captain = people.by_name["captain"]
    if Party.objects.filter(captain=captain).exists():
        return
    roomy = [demand for demand in demands_ahead("cheering") if demand.capacity - demand.taken >= SEATS]
    if not roomy:
        return
    party = actions.book_party(
        captain=captain, demand=roomy[0], kind=Party.Kind.COMPANY, name=COMPANY, seats=SEATS, by=captain
    )
    for colleague in without_a_place(people, roomy[0])[:NAMED]:
        actions.claim_seat(party=party, person=colleague, by=colleague)


def look_for_a_successor(people: People, volunteer: Person) -> None:
    """Somebody of the crowd cannot come, and volunteer@ could step in."""
    if HandOver.objects.exists():
        return
    soon = timezone.now() + dt.timedelta(days=2)
    busy = Signup.objects.live().filter(person=volunteer).values_list("period_start__date", flat=True)
    places = Signup.objects.filter(
        status=Status.CONFIRMED, demand__role__slug="food", period_start__gt=soon, person__in=people.crowd
    )
    in_pool = places.exclude(demand__signups__status=Status.WAITLISTED).exclude(period_start__date__in=list(busy))
    for signup in in_pool.select_related("person", "shift").order_by("period_start", "pk")[:1]:
        actions.offer_hand_over(person=signup.reader, shift=signup.shift, by=signup.reader)


def ask_the_coordinator(people: People) -> None:
    """Two people ask to interpret; the coordinator has to answer."""
    if Signup.objects.filter(status=Status.REQUESTED).exists():
        return
    for demand in demands_ahead("interpreting-french")[:1]:
        for person in without_a_place(people, demand)[:2]:
            actions.ask_for_place(
                person=person, demand=demand, by=person, promised=["pledge"],
                message="大学でフランス語を専攻しました。通訳は初めてです。",
            )  # fmt: skip


def without_a_place(people: People, demand: Demand) -> list[Person]:
    """People of the crowd who may do this and have nothing else on that day and the days around it."""
    shift, role, day = demand.shift, demand.role, dt.timedelta(days=1)
    near = Signup.objects.live().filter(period_start__lt=shift.end + day, period_end__gt=shift.start - day)
    busy = set(near.values_list("person", flat=True))
    return [
        person
        for person in people.crowd[:120]
        if person.pk not in busy
        and set(role.languages) <= set(person.languages_spoken)
        and (person.age_on(shift.day) or 0) >= (role.minimum_age or 16)
    ]
