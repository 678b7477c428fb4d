"""Makes what is missing, and moves the dates of the coming edition along with today."""

import datetime as dt
from typing import Any

from django.utils import timezone

from home.demo.pages import child_in_both
from home.demo.people import People
from home.demo.texts.shape import PageText, heading, paraphrase, text
from home.models import HomePage
from portal.calendars.stamp import stamp_changed
from portal.people.models import Qualification
from training.models import Course, CoursePage, Edition, LessonPage, Mode, Session

from .enrolments import enrol_everybody
from .lessons import LESSONS
from .programme import NOTE_EN, NOTE_JA, OUTCOMES_EN, OUTCOMES_JA, PLACE, PROGRAMME, SUMMARY_EN, SUMMARY_JA, at

NUMBER = 46
CAPACITY = 100
FEE, STUDENT_FEE = 12_000, 6_000
TAKEN = 88
CLOSES_IN_DAYS = 51
FIRST_DAY_IN_WEEKS = 10

# From content.json's training_course_history; what it does not know is not told.
EARLIER: list[dict[str, Any]] = [
    {
        "number": 34,
        "held_on": dt.date(2016, 7, 16),
        "held_until": dt.date(2016, 7, 17),
        "medium": Mode.ONSITE,
        "fee_jpy": 15_000,
        "student_fee_jpy": 10_000,
        "note_ja": "明治大学リバティタワーで開催し、約100人が参加しました。ひと月前にはキャンセル待ちになりました。",
        "note_en": "At Meiji University's Liberty Tower, with about 100 people; a month before, there was a waiting list.",
        "source": "wanotewosekaini.com",
    },
    {
        "number": 40,
        "held_on": dt.date(2019, 9, 21),
        "held_until": dt.date(2019, 9, 22),
        "medium": Mode.ONSITE,
        "note_ja": "この時点で、修了した人は約3,000人になりました。",
        "note_en": "By then about 3,000 people had completed the course.",
        "source": "PR TIMES",
    },
    {
        "number": 45,
        "held_on": dt.date(2025, 10, 25),
        "held_until": dt.date(2025, 10, 26),
        "medium": Mode.HYBRID,
        "note_ja": "七つの講義とディスカッション。1日目はオンラインで、10代から70代まで127人の申し込みがありました。",
        "note_en": "Seven lectures and a discussion, the first day online; 127 people from their teens to their seventies applied.",
        "source": "PR TIMES 000000039.000011254",
    },
]

COURSE_PAGE = PageText(
    slug="refugee-assistant",
    title={"ja": "難民アシスタント養成講座", "en": "Refugee assistant course"},
    lead={"ja": SUMMARY_JA, "en": SUMMARY_EN},
    body={
        "ja": [
            heading("こんな方が学んでいます"),
            text(
                "学校の課題で難民を知った高校生、通訳の経験を生かしたい会社員、子育てが一段落した方、退職して時間ができた方。全国から、10代から70代までの方が参加しています。予備知識はいりません。",
            ),
            paraphrase(
                "ニュースで見ていた数字の向こうに、一人ひとりの暮らしがあると知りました。次の週、ボランティアに申し込みました。",
                "受講した方の感想をもとに",
                "",
            ),
            heading("受講してから"),
            text(
                "講座のあとは、事務所の手伝い、通訳、学校での出前授業など、それぞれの場所で活動が始まります。修了した方は、同行などの研修が必要なシフトにも申し込めるようになります。",
            ),
        ],
        "en": [
            heading("Who takes the course"),
            text(
                "A pupil who met the subject at school, an employee who wants to use her languages, a father whose children have grown, somebody newly retired. People from their teens to their seventies come from all over the country. No knowledge is expected.",
            ),
            paraphrase(
                "Behind the figures in the news I came to see people and their days. The week after, I signed up as a volunteer.",
                "After what participants have written",
                "",
            ),
            heading("And afterwards"),
            text(
                "Some help at the office, some interpret, some speak at schools. Who completes the course may also sign up for shifts that need training, such as accompanying people to appointments.",
            ),
        ],
    },
)


def load_training(*, people: People, today: dt.date) -> dict[str, int]:
    """The course, its editions, its lessons, and who is enrolled; returns how many of each there are."""
    course = load_course()
    load_pages(course)
    for facts in EARLIER:
        load_earlier(course, facts)
    edition = load_coming(course, today)
    enrol_everybody(edition, by_name=people.by_name, crowd=people.crowd, taken=TAKEN)
    return {
        "editions": course.editions.count(),
        "lessons": LessonPage.objects.filter(course=course, locale__language_code="ja").count(),
        "enrolled": edition.enrolments.holding_a_seat().count(),
    }


def load_course() -> Course:
    qualification, _new = Qualification.objects.get_or_create(
        slug="refugee-assistant",
        defaults={
            "name_ja": "難民アシスタント",
            "name_en": "Refugee assistant",
            "how_ja": "難民アシスタント養成講座を修了すると得られます。",
            "how_en": "Complete the refugee assistant course.",
            "page": "/courses/refugee-assistant/",
            "months_valid": 36,
        },
    )
    course, _new = Course.objects.get_or_create(
        slug="refugee-assistant",
        defaults={
            "name_ja": "難民アシスタント養成講座",
            "name_en": "Refugee assistant course",
            "summary_ja": SUMMARY_JA,
            "summary_en": SUMMARY_EN,
            "outcomes_ja": OUTCOMES_JA,
            "outcomes_en": OUTCOMES_EN,
            "grants": qualification,
            "since_year": 2001,
            "editions_held": 45,
            "people_taught": 3600,
            "figures_year": 2025,
            "figures_source_ja": "難民支援協会（PR TIMES、2025年）",
            "figures_source_en": "Japan Association for Refugees (PR TIMES, 2025)",
        },
    )
    return course


def load_pages(course: Course) -> None:
    """The words about the course and its lessons, below the home page of each language."""
    home = HomePage.objects.get(locale__language_code="ja")
    page = child_in_both(home, CoursePage, COURSE_PAGE, course=course)
    for position, (words, minutes) in enumerate(LESSONS, 1):
        child_in_both(page, LessonPage, words, course=course, position=position, minutes=minutes)


def load_earlier(course: Course, facts: dict[str, Any]) -> None:
    """An edition from before this portal. Its enrolment window is unknown and shown nowhere."""
    start = timezone.make_aware(dt.datetime.combine(facts["held_on"], dt.time()))
    window = {"enrol_from": start - dt.timedelta(days=90), "enrol_until": start - dt.timedelta(days=14)}
    defaults = facts | window | {"capacity": CAPACITY, "state": Edition.State.FINISHED}
    Edition.objects.get_or_create(course=course, number=facts["number"], defaults=defaults)


def load_coming(course: Course, today: dt.date) -> Edition:
    """The 46th: closes in about seven weeks, taught on a weekend some ten weeks ahead; later days move it along."""
    closes = at(today + dt.timedelta(days=CLOSES_IN_DAYS), "23:59", timezone.get_default_timezone())
    window = {"enrol_from": closes - dt.timedelta(days=90), "enrol_until": closes}
    edition, _new = Edition.objects.update_or_create(
        course=course,
        number=NUMBER,
        defaults=window,
        create_defaults=window
        | {
            "capacity": CAPACITY,
            "fee_jpy": FEE,
            "student_fee_jpy": STUDENT_FEE,
            "medium": Mode.HYBRID,
            "note_ja": NOTE_JA,
            "note_en": NOTE_EN,
            "state": Edition.State.PUBLISHED,
        },
    )
    saturday = today + dt.timedelta(weeks=FIRST_DAY_IN_WEEKS, days=(5 - today.weekday()) % 7)
    for item in PROGRAMME:
        load_session(edition, item, saturday)
    return edition


def load_session(edition: Edition, item: tuple[int, str, str, str, str, str, str], saturday: dt.date) -> None:
    day, begins, ends, title_ja, title_en, lecturer_ja, lecturer_en = item
    zone = timezone.get_default_timezone()
    date = saturday + dt.timedelta(days=day - 1)
    start, end = at(date, begins, zone), at(date, ends, zone)
    where = (
        {"mode": Mode.ONLINE, "join_url": "https://meet.example.org/assistant-46"}
        if day == 1
        else {"mode": Mode.ONSITE, **PLACE}
    )
    session, new = Session.objects.get_or_create(
        edition=edition,
        title_en=title_en,
        defaults={
            "title_ja": title_ja,
            "start": start,
            "end": end,
            "lecturer_ja": lecturer_ja,
            "lecturer_en": lecturer_en,
            **where,
        },
    )
    if not new and (session.start, session.end) != (start, end):
        session.start, session.end = start, end
        session.save(update_fields=["start", "end"])
        stamp_changed(session)
