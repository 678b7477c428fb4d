"""What sessions for juniors ask: the right grade, an adult beside, and a guardian's word."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import PRIVACY_VERSION, Person
from volunteers.models import LIVE, ChildConsent, Party, Role, Signup
from volunteers.models.juniors import grade_on

from .refusals import GuardianMissing, WrongGrade


@dataclass(frozen=True)
class Child:
    """As little as a session needs: what to call the child, and the day of birth."""

    name: str
    birth_date: dt.date


def refuse_grade(role: Role, child: Child, day: dt.date) -> None:
    """Raises WrongGrade for a child whose school grade on `day` is not asked for."""
    if role.grade_from is None or role.grade_until is None:
        return
    grade = grade_on(child.birth_date, day)
    if role.grade_from <= grade <= role.grade_until:
        return
    facts = {
        "name": child.name,
        "from": grade_name(role.grade_from),
        "until": grade_name(role.grade_until),
        "grade": grade_name(grade),
    }
    if grade < role.grade_from:
        years = role.grade_from - grade
        april = (day.year if day.month >= 4 else day.year - 1) + years
        sentence = _("This session is for children from %(from)s to %(until)s. %(name)s can come from April %(april)s.")
        raise WrongGrade(sentence % (facts | {"april": april}), **other_ways())
    raise WrongGrade(
        _("This session is for children from %(from)s to %(until)s; %(name)s has left middle school by then.") % facts,
        **other_ways(),
    )


def other_ways() -> dict[str, str]:
    return {"way_out_url": reverse("volunteers:shift-list"), "way_out_label": _("See other shifts")}


def grade_name(grade: int) -> str:
    """Grade 4, or the first year of middle school."""
    if grade <= 6:
        return _("grade %(number)s") % {"number": grade}
    return _("year %(number)s of middle school") % {"number": grade - 6}


def keep_consent(seat: Signup, guardian: Person) -> ChildConsent:
    """Who agreed for the child on this seat, and when."""
    return ChildConsent.objects.create(
        signup=seat, guardian=guardian, version=PRIVACY_VERSION, agreed_at=timezone.now()
    )


def refuse_children_alone(party: Party | None, going: Collection[int]) -> None:
    """Raises GuardianMissing where the last adult of a family would go and children stay."""
    if party is None or party.kind != Party.Kind.FAMILY:
        return
    staying = Signup.objects.filter(party=party, status__in=LIVE).exclude(pk__in=going).select_related("person")
    day = party.demand.shift.day
    adults = [seat for seat in staying if seat.person and (seat.person.age_on(day) or 18) >= 18]
    children = [seat for seat in staying if seat.guest_name]
    if children and not adults:
        raise GuardianMissing(
            _("Children come with an adult: give back the seats of %(names)s too, all at once.")
            % {"names": _(", ").join(seat.guest_name for seat in children)},
            way_out_url=reverse("volunteers:party", args=[party.pk]),
            way_out_label=_("To the seats of my family"),
        )
