"""Two teams of runners with a live page each; runner@example.org leads the first."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from campaigns.models import Campaign, FundraisingPage, Team, TeamMembership

FORMED_DAYS_AGO = 70
# address, (Japanese, English) name, title, story, target, places in the list of pages: the first one leads
TEAMS: list[tuple[str, tuple[str, str], tuple[str, str], tuple[str, str], int, tuple[int, ...]]] = [
    (
        "lunch-break-runners",
        ("昼休みランナーズ", "Lunch Break Runners"),
        ("昼休みの5キロを、3月の42キロへ", "From five kilometres at lunch to forty-two in March"),
        (
            "きっかけは、昼休みの川沿いでした。同じ会社ではありません。同じ道を走っていた5人が、あいさつをするようになり、走る理由を話すようになりました。\n\n"
            "速さはばらばらです。でも、目標はひとつ。5人で50万円を集め、3月の東京を走りきります。",
            "It began by the river, in our lunch breaks. We do not work together: five people who ran the same way began to "
            "say hello, and then to say why they run.\n\nWe are not equally fast. But we share one goal: to raise ¥500,000 "
            "together, and to run through Tokyo in March.",
        ),
        500_000,
        (0, 4, 9, 15, 22),
    ),
    (
        "flags-at-39",
        ("39キロの旗", "Flags at 39"),
        ("去年は沿道、今年はコースで", "Last year beside the road, this year on it"),
        (
            "去年、39キロ地点で旗を振っていた仲間です。苦しい顔が笑顔に変わる瞬間を、何度も見ました。今年は4人とも走る側に回ります。\n\n応援してもらう番です。よろしくお願いします。",
            "Last year we waved flags at kilometre 39 and saw tired faces turn into smiles. This year all four of us run."
            "\n\nIt is our turn to be cheered on.",
        ),
        400_000,
        (2, 7, 12, 30),
    ),
]


def load_teams(campaign: Campaign, pages: Sequence[FundraisingPage]) -> dict[int, FundraisingPage]:
    """The team's page for the id of every member's page; a second call makes nothing."""
    team_of: dict[int, FundraisingPage] = {}
    for slug, names, title, story, target, places in TEAMS:
        page = FundraisingPage.objects.filter(slug=slug).select_related("team").first()
        if page is None:
            page = _form(campaign, slug, names, [pages[place] for place in places])
            page.title_ja, page.title_en = title
            page.story_ja, page.story_en = story
            page.target_jpy = target
            page.save()
        team_of |= {pages[place].pk: page for place in places}
    return team_of


def _form(campaign: Campaign, slug: str, names: tuple[str, str], members: Sequence[FundraisingPage]) -> FundraisingPage:
    since = timezone.now() - dt.timedelta(days=FORMED_DAYS_AGO)
    team = Team.objects.create(
        campaign=campaign, name_ja=names[0], name_en=names[1], captain=members[0].runner, created_at=since
    )
    TeamMembership.objects.bulk_create(
        [TeamMembership(team=team, runner=member.runner, joined_at=since) for member in members]
    )
    return FundraisingPage(
        team=team,
        campaign=campaign,
        slug=slug,
        name_ja=names[0],
        name_en=names[1],
        state=FundraisingPage.State.LIVE,
        created_at=since,
        live_since=since,
        avatar_seed=f"team-{slug}",
    )
