"""What a role asks of a person, for the day of the shift (volunteering.md 12). Each answer names the way to get there.

Nationality, refugee status and health are never asked.
"""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import InsuranceCover, Person, QualificationGrant, insurance_year
from volunteers.models import LANGUAGES, Demand, Promise, Role

from .obstacles import Kind, Obstacle, page_of

# Grades 4–9: who is younger than this comes with an adult where the role says so.
CHILD_BELOW = 16


def age_obstacle(person: Person, demand: Demand) -> Obstacle | None:
    """Too young on that day, or of unknown age where it matters."""
    youngest, age = demand.role.minimum_age, person.age_on(demand.shift.day)
    if youngest is None and not demand.role.adult_alongside:
        return None
    if age is None:
        return Obstacle(Kind.BIRTH_DATE, unknown_age(youngest), reverse("people:profile"), _("Go to my profile"))
    if youngest is not None and age < youngest:
        return Obstacle(
            Kind.AGE,
            _("This shift is for people who are %(age)s or older on that day; other shifts are open to you.")
            % {"age": youngest},
            reverse("volunteers:shift-list"),
            _("See shifts that I can take"),
        )
    return None


def unknown_age(youngest: int | None) -> str:
    if youngest is None:
        return _("Children come to this shift with an adult: please add your date of birth to your profile first.")
    return _("This shift is for people of %(age)s and over: please add your date of birth to your profile first.") % {
        "age": youngest
    }


def alongside_obstacle(person: Person, demand: Demand) -> Obstacle | None:
    """A child comes with an adult who has a place too."""
    age = person.age_on(demand.shift.day)
    if not demand.role.adult_alongside or age is None or age >= CHILD_BELOW:
        return None
    return Obstacle(
        Kind.ALONGSIDE,
        _("Who is under 16 comes to this shift with an adult: let an adult of your family book for both of you."),
        page_of(demand.shift),
        _("Look at it"),
    )


def family_obstacle(demand: Demand) -> Obstacle | None:
    """A session for juniors is taken by an adult together with children."""
    if demand.role.grade_from is None:
        return None
    return Obstacle(
        Kind.FAMILY,
        _("This session is for children with an adult beside them: sign up together."),
        f"{reverse('volunteers:juniors', args=[demand.shift_id])}?take={demand.pk}",
        _("Sign up with my child"),
    )


def guardian_obstacle(person: Person, demand: Demand, *, has_guardian: bool) -> Obstacle | None:
    """A guardian's consent, below the age that the role names."""
    age = person.age_on(demand.shift.day)
    if age is None or age >= demand.role.guardian_below or has_guardian:
        return None
    return Obstacle(
        Kind.GUARDIAN,
        _("Under %(age)s, a parent or guardian agrees first: it takes them two minutes by mail.")
        % {"age": demand.role.guardian_below},
        reverse("volunteers:guardian"),
        _("Ask my guardian"),
    )


def qualification_obstacle(grants: Iterable[QualificationGrant], demand: Demand) -> Obstacle | None:
    """A qualification that is not valid on that day."""
    day = demand.shift.day
    valid = {
        grant.qualification_id
        for grant in grants
        if grant.granted_on <= day and (grant.valid_until is None or grant.valid_until >= day)
    }
    for wanted in demand.role.qualifications.all():
        if wanted.pk not in valid:
            return Obstacle(
                Kind.QUALIFICATION,
                _("This shift asks for “%(name)s”, which you do not hold on that day. %(how)s")
                % {"name": wanted.name, "how": wanted.how or _("Ask the coordinator how to get it.")},
                wanted.way_url,
                _("See how to get it") if wanted.way_url else "",
            )
    return None


def language_obstacle(person: Person, demand: Demand) -> Obstacle | None:
    """A language that is not among those the person speaks."""
    missing = [code for code in demand.role.languages if code not in person.languages_spoken]
    if not missing:
        return None
    names = dict(LANGUAGES)
    return Obstacle(
        Kind.LANGUAGE,
        _("This shift asks for %(languages)s. If you speak it, add it to your profile and come back.")
        % {"languages": _(", ").join(str(names.get(code, code)) for code in missing)},
        reverse("people:profile"),
        _("Go to my profile"),
    )


def insurance_obstacle(covers: Iterable[InsuranceCover], demand: Demand) -> Obstacle | None:
    """Volunteer insurance for the year of that day; it begins on the day after entering."""
    day = demand.shift.day
    if any(cover.covers(day) for cover in covers):
        return None
    year = insurance_year(day)
    return Obstacle(
        Kind.INSURANCE,
        _(
            "This shift asks for the volunteer insurance of April %(year)s to March %(next)s, which begins the day after you enter: it is free for you."
        )
        % {"year": year, "next": year + 1},
        f"{reverse('volunteers:insurance')}?year={year}",
        _("Enter the insurance"),
    )


def promises_missing(promises: Iterable[Promise], role: Role, day: dt.date) -> list[Promise.Kind]:
    """The briefing to read and the pledge to give before a shift on `day`; both by a tick beside the button."""
    given = [promise for promise in promises if promise.role_id == role.pk]
    missing = []
    if role.briefing_version and not any(briefed(promise, role, day) for promise in given):
        missing.append(Promise.Kind.BRIEFING)
    if role.pledge_version and not any(
        promise.kind == Promise.Kind.PLEDGE and promise.version == role.pledge_version for promise in given
    ):
        missing.append(Promise.Kind.PLEDGE)
    return missing


def briefed(promise: Promise, role: Role, day: dt.date) -> bool:
    """Whether this reading of the briefing is the present text and still fresh on `day`."""
    if promise.kind != Promise.Kind.BRIEFING or promise.version != role.briefing_version:
        return False
    return (
        role.briefing_months is None or months_after(timezone.localdate(promise.given_at), role.briefing_months) >= day
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month, or the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return min(dt.date(year, month, 1) + dt.timedelta(days=day.day - 1), first_of_next - dt.timedelta(days=1))


def promise_obstacle(kind: Promise.Kind, demand: Demand) -> Obstacle:
    """What is still to be read or promised, and where."""
    sentence = {
        Promise.Kind.BRIEFING: _("Before this shift you read a short briefing: it stands on the page of the shift."),
        Promise.Kind.PLEDGE: _("This work asks for a pledge: you give it on the page of the shift."),
    }[kind]
    return Obstacle(
        Kind[kind.name], sentence, f"{page_of(demand.shift)}?take={demand.pk}#places", _("Read it and sign up")
    )
