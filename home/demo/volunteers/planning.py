"""What repeats and what has many places: a weekly series with a moved date and somebody who comes every time, the
marathon's days as one event with squads, and two templates."""

import datetime as dt

from django.utils import timezone

from home.demo.campaigns.setting import race_day
from home.demo.people import People
from volunteers.actions import (
    Child,
    bring_children,
    change_time,
    form_squads,
    make_occurrences,
    name_leader,
    start_series,
)
from volunteers.models import (
    ChildConsent,
    Demand,
    Event,
    Place,
    Role,
    Shift,
    ShiftSeries,
    ShiftState,
    ShiftTemplate,
    Signup,
    Squad,
    StandingMember,
    TemplateDemand,
)
from volunteers.queries import Need

from .setting import EXPO, HAMACHO, HIBIYA, KURAMAE, OFFICE

SERIES_TITLE = "夕方の食料パック"


def load_planning(people: People, places: dict[str, Place], roles: dict[str, Role], today: dt.date) -> None:
    """Insert what is missing; a second call makes nothing."""
    load_series(people, places, roles, today)
    load_event(people, places, today)
    load_templates(places, roles)
    load_family(people, today)


def load_family(people: People, today: dt.date) -> None:
    """A parent with a child in the next session for juniors."""
    if ChildConsent.objects.exists():
        return
    sessions = Demand.objects.filter(role__slug="junior-family", shift__start__gt=timezone.now() + dt.timedelta(days=2))
    demand = (
        sessions.exclude(shift__state=ShiftState.CANCELLED)
        .select_related("shift", "role")
        .order_by("shift__start")
        .first()
    )
    if demand is None:
        return
    busy = Signup.objects.filter(period_start__date=demand.shift.day).values_list("person", flat=True)
    parents = [person for person in people.crowd if person.pk not in set(busy) and (person.age_on(today) or 0) >= 30]
    child = Child("ハル", dt.date(demand.shift.day.year - 11, 6, 1))
    bring_children(guardian=parents[0], demand=demand, children=[child], by=parents[0])


def load_series(people: People, places: dict[str, Place], roles: dict[str, Role], today: dt.date) -> ShiftSeries:
    """Every Tuesday evening; the third date moves to the Wednesday, once."""
    series = ShiftSeries.objects.filter(title_ja=SERIES_TITLE, followed_by__isnull=True).first()
    if series is not None:
        make_occurrences(series=series)
        return series
    coordinator = people.by_name["coordinator"]
    needs = [Need(roles["food"], 3, 6, Demand.Overflow.WAITLIST)]
    series = start_series(series=evening_series(places, people, today), needs=needs, by=coordinator)
    third = Shift.objects.filter(series=series).order_by("start")[2]
    next_day = {name: getattr(third, name) + dt.timedelta(days=1) for name in ("report_at", "start", "end")}
    change_time(shift=third, by=coordinator, **next_day)
    return series


def evening_series(places: dict[str, Place], people: People, today: dt.date) -> ShiftSeries:
    return ShiftSeries(
        rule="FREQ=WEEKLY;BYDAY=TU",
        first_day=today,
        place=places[OFFICE],
        meets=dt.time(17, 20),
        begins=dt.time(17, 30),
        ends=dt.time(19, 30),
        title_ja=SERIES_TITLE,
        title_en="Packing food in the evening",
        note_ja="仕事や学校の帰りに、2時間だけの参加です。はじめての方も、いつもの顔ぶれがお待ちしています。",
        note_en="Two hours after work or school. If it is your first time, familiar faces are waiting for you.",
        lead=people.by_name["coordinator"],
    )


def give_standing_duty(people: People, today: dt.date) -> list[Demand]:
    """volunteer@ comes every Tuesday from now on: the demands in which a place is still to be written."""
    series = ShiftSeries.objects.filter(title_ja=SERIES_TITLE, followed_by__isnull=True).first()
    volunteer = people.by_name["volunteer"]
    if series is None or StandingMember.objects.filter(series=series, person=volunteer).exists():
        return []
    role = Role.objects.get(slug="food")
    StandingMember.objects.create(series=series, person=volunteer, role=role, since=today)
    taken = Signup.objects.filter(person=volunteer).values("shift")
    open_ones = Demand.objects.filter(shift__series=series, shift__start__gt=timezone.now()).exclude(shift__in=taken)
    return list(open_ones.select_related("shift__place").order_by("shift__start"))


def load_event(people: People, places: dict[str, Place], today: dt.date) -> Event:
    """EXPO days and race day belong together; the squads of one point have a leader."""
    day = race_day(today)
    event, _made = Event.objects.update_or_create(
        slug=f"tokyo-marathon-{day.year}",
        defaults={
            "name_ja": f"東京マラソン{day.year}のボランティア",
            "name_en": f"Volunteering at the Tokyo Marathon {day.year}",
            "lead_ja": "大会前の3日間はEXPOのブースで、当日は沿道の3か所で、チャリティランナーを支えます。",
            "lead_en": "Three days at the EXPO booth, and on race day three points along the course: we stand by our runners.",
            "main_day": day,
            "is_public": True,
        },
    )
    since = timezone.make_aware(dt.datetime.combine(day - dt.timedelta(days=3), dt.time()))
    spots = [places[name] for name in (EXPO, KURAMAE, HAMACHO, HIBIYA)]
    Shift.objects.filter(place__in=spots, start__gte=since, event__isnull=True).update(event=event)
    if not Squad.objects.filter(shift__event=event).exists():
        make_squads(event, places[HAMACHO], people)
    return event


def make_squads(event: Event, place: Place, people: People) -> None:
    coordinator = people.by_name["coordinator"]
    shift = Shift.objects.filter(event=event, place=place).first()
    if shift is None:
        return
    Squad.objects.create(shift=shift, name_ja="公園側の班", name_en="Squad by the park", spot_ja="浜町公園の入口の右側",
                         spot_en="To the right of the park's entrance", places=6)  # fmt: skip
    form_squads(shift=shift, by=coordinator)
    squad = Squad.objects.filter(shift=shift, members__isnull=False).order_by("pk").first()
    first = Signup.objects.filter(squad_seat__squad=squad, person__isnull=False).order_by("pk").first()
    if squad is not None and first is not None:
        name_leader(squad=squad, leader=first.person, by=coordinator)


def load_templates(places: dict[str, Place], roles: dict[str, Role]) -> None:
    """Moulds of what every marathon needs."""
    wanted = [
        ("EXPOブース 3時間", "EXPO booth, three hours", EXPO, (9, 30), (10, 0), (13, 0), [("expo-booth", 2, 4), ("expo-english", 1, 2)]),
        ("沿道の応援", "Cheering at the roadside", KURAMAE, (9, 15), (9, 45), (13, 0), [("cheering", 5, 12)]),
    ]  # fmt: skip
    for name_ja, name_en, place, meets, begins, ends, needs in wanted:
        template, made = ShiftTemplate.objects.get_or_create(
            name_en=name_en,
            defaults={
                "name_ja": name_ja,
                "place": places[place],
                "meets": dt.time(*meets),
                "begins": dt.time(*begins),
                "ends": dt.time(*ends),
            },
        )
        if made:
            TemplateDemand.objects.bulk_create(
                TemplateDemand(template=template, role=roles[role], min_needed=least, capacity=most)
                for role, least, most in needs
            )
