"""What "my page" is made of: the diary first, then what needs me, then figures. Asks each domain, decides nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import queries as campaigns
from campaigns.models import Donation
from home.feeds import occasions_for
from portal.calendars.models import CalendarFeed
from portal.calendars.occasion import Occasion
from portal.calendars.window import one_per_uid, window
from portal.payments.models import Payment, RecurringPlan
from portal.people.models import Person
from portal.ui import words
from training import queries as training
from training.models import State as Enrolled
from volunteers import queries as volunteers
from volunteers.models import Signup, Status

DIARY_DAYS = 60
DIARY_AT_MOST = 100
LATER_AT_MOST = 5


@dataclass(frozen=True)
class Need:
    """Something that waits for this person: a sentence, and where to do it. `until` is when it is too late."""

    icon: str
    sentence: str
    href: str
    label: str
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Figure:
    """One number about what this person has done."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class MyPage:
    """Everything on the page."""

    diary: list[dict[str, Any]]
    later: list[dict[str, Any]]
    needs: list[Need]
    figures: list[Figure]
    running: campaigns.MyRunning | None
    courses: list[training.MyCourse]
    duties: list[volunteers.Duty]


def my_page(person: Person) -> MyPage:
    """Ask each domain once; the number of queries does not grow with what is in the diary."""
    running, courses = campaigns.my_running(person), training.my_courses(person)
    soon, later = coming(person)
    needs = [
        *shift_needs(person),
        *day_needs(person),
        *party_needs(person),
        *course_needs(courses),
        *gift_needs(person),
        *runner_needs(running),
    ]
    return MyPage(
        diary=[diary_entry(occasion) for occasion in soon],
        later=[diary_entry(occasion) for occasion in later],
        needs=sorted(needs, key=lambda need: (need.until is None, need.until or timezone.now())),
        figures=[*volunteer_figures(person), *running_figures(running), *gift_figures(person)],
        running=running,
        courses=courses,
        duties=volunteers.duties_of(person, now=timezone.now()),
    )


def coming(person: Person) -> tuple[list[Occasion], list[Occasion]]:
    """What the next sixty days hold, at most a hundred; and the first few of what comes after them."""
    now = timezone.now()
    _since, until = window(now)
    found = one_per_uid(occasions_for(person, since=now, until=until))
    border = now + dt.timedelta(days=DIARY_DAYS)
    soon = [occasion for occasion in found if occasion.start < border]
    return soon[:DIARY_AT_MOST], [occasion for occasion in found if occasion.start >= border][:LATER_AT_MOST]


def diary_entry(occasion: Occasion) -> dict[str, Any]:
    """An occasion as the diary component draws it; its link without the host."""
    parts = urlsplit(occasion.url)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    note = _("Cancelled") if occasion.state == "cancelled" else occasion.note
    return {
        "at": occasion.start,
        "until": None if occasion.all_day else occasion.end,
        "all_day": occasion.all_day,
        "title": occasion.title,
        "href": f"{parts.path}{fragment}" if parts.path else "",
        "place": occasion.place,
        "kind": occasion.kind,
        "state": occasion.state,
        "note": note,
    }


def shift_needs(person: Person) -> list[Need]:
    """Places that are held for an answer."""
    return [
        Need(
            icon="volunteer",
            sentence=_("A place is free for you: %(shift)s, %(day)s.")
            % {"shift": offer.shift.title or offer.demand.role.name, "day": words.day(offer.shift.start)},
            href=reverse("volunteers:shift-detail", args=[offer.shift_id]),
            label=_("Take it or let it go"),
            until=offer.offered_until,
        )
        for offer in volunteers.open_offers(person)
    ]


def day_needs(person: Person) -> list[Need]:
    """What today asks for: checking in, keeping a list; and hours that wait for this person's word."""
    now = timezone.now()
    since, until = volunteers.midnight(timezone.localdate()), now + dt.timedelta(hours=12)
    here = [
        Need(
            "check",
            _("Today: %(shift)s, we meet at %(time)s.")
            % {"shift": seat.shift.title or seat.demand.role.name, "time": words.clock(seat.shift.report_at)},
            reverse("volunteers:today", args=[seat.shift_id]),
            _("Check in"),
        )
        for seat in volunteers.today_of(person, now=now)
    ]
    lists = [
        Need(
            "list",
            _("You keep the list: %(shift)s, %(time)s.") % {"shift": shift.name, "time": words.clock(shift.start)},
            reverse("volunteers:captains-list", args=[shift.pk]),
            _("Open the list"),
        )
        for shift in volunteers.lists_of(person, since=since, until=until)
    ]
    count = volunteers.claims_to_decide(person).count() if person.is_staff else 0
    sentence = ngettext(
        "%(count)s person's hours wait for approval.", "%(count)s people's hours wait for approval.", count
    )
    hours = [Need("clock", sentence % {"count": count}, reverse("volunteers:hours-desk"), _("Look at them"))]
    return [*here, *lists, *(hours if count else [])]


def party_needs(person: Person) -> list[Need]:
    """Seats of a group that have no name yet."""
    return [
        Need(
            icon="people",
            sentence=ngettext(
                "%(count)s seat of “%(party)s” has no name yet.",
                "%(count)s seats of “%(party)s” have no name yet.",
                count,
            )
            % {"count": count, "party": party.name},
            href=reverse("volunteers:party", args=[party.pk]),
            label=_("Send the link"),
            until=party.naming_deadline,
        )
        for party, count in volunteers.parties_to_name(person, now=timezone.now())
    ]


def course_needs(courses: list[training.MyCourse]) -> list[Need]:
    """Offers, fees to pay, and lessons to read."""
    return [need for mine in courses if (need := course_need(mine))]


def course_need(mine: training.MyCourse) -> Need | None:
    """The next thing to do for one course, if there is one."""
    course, left = mine.edition.course, mine.lessons - mine.lessons_read
    page, until = course.get_absolute_url(), mine.enrolment.expires_at
    words_of_it = {"course": course.name, "left": left}
    if mine.enrolment.state == Enrolled.OFFERED:
        return Need(
            "learn", _("A place in “%(course)s” is free for you.") % words_of_it, page, _("Take the place"), until
        )
    if mine.enrolment.state == Enrolled.PENDING_PAYMENT:
        return Need(
            "learn", _("Your place in “%(course)s” waits for its fee.") % words_of_it, page, _("Pay the fee"), until
        )
    if mine.enrolment.state != Enrolled.ENROLLED or left <= 0:
        return None
    sentence = ngettext("%(left)s lesson to read in “%(course)s”.", "%(left)s lessons to read in “%(course)s”.", left)
    return Need("learn", sentence % words_of_it, reverse("training:learn", args=[course.slug]), _("Go on reading"))


def gift_needs(person: Person) -> list[Need]:
    """Gifts promised at a convenience store that are not paid yet, and monthly gifts whose card was refused."""
    promised = Q(payment__state=Payment.State.PROCESSING)
    overdue = Q(begins__plan__status=RecurringPlan.Status.PAST_DUE)
    mine = Donation.objects.filter(promised | overdue, person=person)
    return [gift_need(donation) for donation in mine.select_related("payment").order_by("created_at")[:5]]


def gift_need(donation: Donation) -> Need:
    """What one gift waits for."""
    amount = {"amount": words.yen(donation.amount_jpy)}
    if donation.is_promised:
        sentence, label = _("Your gift of %(amount)s waits for you at the convenience store."), _("See how to pay")
        return Need("heart", sentence % amount, donation.get_absolute_url(), label)
    sentence = _("Your monthly gift of %(amount)s could not be received from your card.")
    return Need("heart", sentence % amount, f"{reverse('campaigns:my-gifts')}#monthly", _("Look at my card"))


def runner_needs(running: campaigns.MyRunning | None) -> list[Need]:
    """People to thank, and a story to write."""
    if running is None or running.page is None:
        return []
    page = running.page
    needs = []
    if page.state == page.State.DRAFT and running.waiting_text is None:
        needs.append(
            Need(
                "run",
                _("Your page is still empty: tell why you run."),
                reverse("campaigns:edit-page", args=[page.slug]),
                _("Write my page"),
            )
        )
    if count := len(running.to_thank):
        sentence = ngettext(
            "%(count)s gift in the last two weeks: say thank you.",
            "%(count)s gifts in the last two weeks: say thank you.",
            count,
        ) % {"count": count}
        needs.append(Need("heart", sentence, f"{page.get_absolute_url()}#supporters", _("See who gave")))
    return needs


def volunteer_figures(person: Person) -> list[Figure]:
    """How often this person has helped, and for how long: approved hours only (volunteering.md 10)."""
    done = Signup.objects.filter(person=person, status__in=[Status.CHECKED_IN, Status.ATTENDED]).count()
    minutes = volunteers.minutes_of(person) if done else 0
    figures = [Figure(_("Times you helped"), str(done), href=reverse("volunteers:shift-list"))] if done else []
    if minutes:
        hours = words.hours(minutes)
        figures.append(Figure(_("Volunteer hours"), hours, unit=_("hours"), href=reverse("volunteers:my-hours")))
    return figures


def running_figures(running: campaigns.MyRunning | None) -> list[Figure]:
    """What came in on this person's page."""
    if running is None or running.page is None:
        return []
    raised = running.totals
    note = _("of %(target)s") % {"target": words.yen(running.page.target_jpy)}
    return [
        Figure(_("Raised on your page"), words.yen(raised.raised_jpy), note=note, href=running.page.get_absolute_url())
    ]


def gift_figures(person: Person) -> list[Figure]:
    """What this person has given and has arrived."""
    given = Donation.objects.filter(person=person, payment__state=Payment.State.PAID).aggregate(sum=Sum("gift_jpy"))[
        "sum"
    ]
    return [Figure(_("Given by you"), words.yen(given), href=reverse("campaigns:my-gifts"))] if given else []


@dataclass(frozen=True)
class FeedState:
    """The live calendar address, and whether what a calendar fetched is what stands in the diary."""

    feed: CalendarFeed | None
    behind: bool = False


def feed_state(person: Person) -> FeedState:
    """`behind` is True where something changed after the last fetch (calendars.md 22)."""
    feed = CalendarFeed.objects.live().filter(person=person).order_by("-created_at", "-pk").first()
    if feed is None or feed.last_fetched_at is None:
        return FeedState(feed)
    newest = max((occasion.changed_at for part in coming(person) for occasion in part), default=None)
    return FeedState(feed, behind=newest is not None and newest > feed.last_fetched_at)
