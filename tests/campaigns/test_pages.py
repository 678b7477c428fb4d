"""Pages show what their state allows, nothing that was hidden, and nothing that nobody has read (running.md 1, 3, 4, 5)."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.actions import (
    accept_text,
    approve_message,
    close_page,
    join_team,
    move_runner,
    pause_page,
    propose_text,
    reject_message,
    resume_page,
    send_back_text,
)
from campaigns.actions.refusals import AlreadyDecided, NotFromHere
from campaigns.models import Campaign, FundraisingPage, PageEdit
from campaigns.queries import gifts_of_page, gifts_to_thank, totals
from portal.mail.models import OutgoingMail
from tests.factories.campaigns import (
    make_campaign,
    make_donation,
    make_gift,
    make_page,
    make_race,
    make_runner,
    make_team,
    pay,
    promise,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
WORDS = {"title_ja": "走ります", "story_ja": "私の物語", "title_en": "", "story_en": ""}


def shown(client, page: FundraisingPage, language: str = "ja") -> str:
    return client.get(f"/{language}/run/{page.slug}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "pending", "paused"])
def test_what_is_not_public_is_not_there_for_others_and_there_for_its_owner(client, state):
    page = make_page(state=state)

    for address in (f"/ja/run/{page.slug}/", f"/ja/run/{page.slug}/give/", f"/ja/give/?page={page.slug}"):
        assert client.get(address).status_code == 404
    client.force_login(make_person())
    assert client.get(f"/ja/run/{page.slug}/").status_code == 404
    assert client.get(f"/ja/run/{page.slug}/edit/").status_code == 404
    client.force_login(page.runner.person)
    assert client.get(f"/ja/run/{page.slug}/").status_code == 200


def test_a_page_of_a_draft_campaign_is_not_there(client):
    page = make_page()
    Campaign.objects.filter(pk=page.campaign_id).update(state="draft")

    assert client.get(f"/ja/run/{page.slug}/").status_code == 404
    assert client.get(f"/ja/campaigns/{page.campaign.slug}/").status_code == 404


def test_a_page_that_was_never_live_is_not_shown_by_closing_it(client):
    page = make_page(state="draft", live_since=None)
    close_page(page=page, by=None)

    assert client.get(f"/ja/run/{page.slug}/").status_code == 404


def test_a_message_is_public_only_once_somebody_approved_it(client):
    page, staff = make_page(), make_person()
    gift = make_gift(to=page, message="けがなく走ってね")

    assert "けがなく走ってね" not in shown(client, page)
    approve_message(donation=gift, by=staff)
    assert "けがなく走ってね" in shown(client, page)
    with pytest.raises(AlreadyDecided):
        reject_message(donation=gift, by=staff)


def test_a_rejected_message_never_shows_but_the_gift_does(client):
    page = make_page()
    reject_message(donation=make_gift(to=page, message="だめな言葉", donor_name="森 文"), by=make_person())

    found = shown(client, page)

    assert "だめな言葉" not in found
    assert "森 文" in found


def test_html_never_passes(client):
    page = make_page(title_ja="<i>題</i>", story_ja="<script>alert(1)</script>", name_ja="<b>名</b>")
    make_gift(to=page, message="<b>太い</b>", display_name="<u>名</u>", message_state="approved")

    found = shown(client, page)

    for tag in ("<script>alert", "<b>太い", "<u>名", "<i>題", "<b>名"):
        assert tag not in found
    assert "&lt;b&gt;太い&lt;/b&gt;" in found


def test_an_anonymous_gift_hides_name_avatar_and_message_author_everywhere(client):
    page = make_page(slug="ken")
    gift = make_gift(to=page, donor_name="山本 隠子", display_name="かくれ", show_name=False, gift_jpy=7000)

    public, runner = gifts_of_page(page)[0], gifts_to_thank(page)[0]
    everything = [
        shown(client, page),
        client.get(f"/ja/campaigns/{page.campaign.slug}/").content.decode(),
        client.get("/api/v1/run/ken/totals.json").content.decode(),
        *OutgoingMail.objects.filter(key__startswith="run_").values_list("text", flat=True),
        *OutgoingMail.objects.filter(key__startswith="run_").values_list("html", flat=True),
    ]

    assert (public.name, public.avatar_seed, runner.name) == ("", "", "")
    for place in everything:
        for secret in ("山本 隠子", "かくれ", gift.email, gift.donor_key[:12]):
            assert secret not in place
    assert totals(page).raised_jpy == 7000


def test_who_may_see_a_gift_is_the_donors_choice(client):
    page = make_page()
    make_gift(to=page, donor_name="公開さん")
    make_gift(to=page, donor_name="走者だけさん", visibility="runner")
    make_gift(to=page, donor_name="事務局だけさん", visibility="staff", gift_jpy=900)

    assert [gift.name for gift in gifts_of_page(page)] == ["公開さん"]
    assert {gift.name for gift in gifts_to_thank(page)} == {"公開さん", "走者だけさん"}
    assert totals(page).raised_jpy == 10_900
    assert not OutgoingMail.objects.filter(key__startswith="run_", text__contains="900").exists()
    assert OutgoingMail.objects.filter(key__startswith="run_gift_arrived").count() == 2


def test_a_hidden_amount_counts_and_is_not_shown(client):
    page = make_page()
    make_gift(to=page, gift_jpy=8765, show_amount=False)
    make_gift(to=page, gift_jpy=1000)

    assert "8,765円" not in shown(client, page)
    assert "9,765" in shown(client, page)


def test_unpaid_and_refunded_gifts_are_not_among_the_supporters():
    page = make_page()
    make_donation(to=page, donor_name="未払さん")
    pay(make_donation(to=page, donor_name="返金さん"), refunded=(5000,))
    promise(make_donation(to=page, donor_name="約束さん"))

    assert [(gift.name, gift.is_promised) for gift in gifts_of_page(page)] == [("約束さん", True)]


def test_money_that_arrives_after_closing_is_kept_and_counted(client):
    page = make_page()
    gift = make_donation(to=page)
    close_page(page=page, by=None)
    Campaign.objects.filter(pk=page.campaign_id).update(
        state="closed", closes_on=timezone.localdate() - dt.timedelta(days=1)
    )

    pay(gift)

    assert totals(page).raised_jpy == totals(page.campaign).raised_jpy == 5000
    assert OutgoingMail.objects.filter(key=f"gift_received:{gift.payment_id}").count() == 1


def test_a_closed_page_takes_no_new_gift_and_says_where_to_give(client):
    page = make_page()
    close_page(page=page, by=None)

    found = client.get(f"/ja/run/{page.slug}/give/").content.decode()

    assert "このページは、今は寄付を受け付けていません" in found
    assert f"?campaign={page.campaign.slug}" in found
    assert "このページは寄付の受付を終えました" in shown(client, page)


def test_withdrawing_a_runner_closes_the_page_and_keeps_every_gift(client):
    page = make_page()
    make_gift(to=page, donor_name="森 文")

    move_runner(runner=page.runner, to="withdrawn", by=make_person())

    page.refresh_from_db()
    assert page.state == "closed"
    assert totals(page).raised_jpy == 5000
    found = shown(client, page)
    assert "森 文" in found
    assert "辞退" not in found


def test_proposed_words_are_public_only_once_they_are_accepted(client):
    page, staff = make_page(title_ja="旧い題"), make_person()
    edit = propose_text(page=page, words=WORDS | {"title_ja": "新しい題"}, by=page.runner.person)

    assert "旧い題" in shown(client, page)
    assert "新しい題" not in shown(client, page)
    accept_text(edit=edit, by=staff)
    assert "新しい題" in shown(client, page)
    with pytest.raises(AlreadyDecided):
        send_back_text(edit=edit, reason="", by=staff)


def test_a_draft_waits_and_goes_live_with_its_first_accepted_words():
    page = make_page(state="draft", live_since=None, title_ja="", title_en="", story_ja="", story_en="")
    edit = propose_text(page=page, words=WORDS, by=page.runner.person)
    page.refresh_from_db()
    assert page.state == "pending"

    page = accept_text(edit=edit, by=make_person())

    assert page.state == "live"
    assert page.live_since is not None


def test_words_sent_back_make_a_draft_again_with_the_reason(client):
    page = make_page(state="draft", live_since=None)
    edit = propose_text(page=page, words=WORDS, by=page.runner.person)

    send_back_text(edit=edit, reason="名前を消してください", by=make_person())

    page.refresh_from_db()
    assert page.state == "draft"
    client.force_login(page.runner.person)
    assert "名前を消してください" in client.get(f"/ja/run/{page.slug}/edit/").content.decode()


def test_a_second_proposal_replaces_the_first():
    page = make_page()
    first = propose_text(page=page, words=WORDS, by=page.runner.person)
    propose_text(page=page, words=WORDS, by=page.runner.person)

    first.refresh_from_db()
    assert first.state == PageEdit.State.REPLACED
    assert page.edits.filter(state="waiting").count() == 1


def test_the_owner_edits_story_and_target(client):
    page = make_page()
    client.force_login(page.runner.person)

    answer = client.post(f"/ja/run/{page.slug}/edit/", WORDS | {"target_jpy": "２００，０００"})

    page.refresh_from_db()
    assert answer.status_code == 302
    assert page.target_jpy == 200_000
    assert page.edits.get().title_ja == "走ります"


def test_a_story_needs_a_title_in_its_own_language(client):
    page = make_page()
    client.force_login(page.runner.person)

    answer = client.post(
        f"/ja/run/{page.slug}/edit/", WORDS | {"title_ja": "", "title_en": "Run", "target_jpy": "100000"}
    )

    assert "どちらかで、タイトルと紹介文の両方を" in answer.content.decode()
    assert page.edits.count() == 0


def test_a_page_rests_and_wakes(client):
    page = make_page()
    pause_page(page=page, by=page.runner.person)
    with pytest.raises(NotFromHere):
        pause_page(page=page, by=page.runner.person)
    assert client.get(f"/ja/run/{page.slug}/").status_code == 404
    resume_page(page=page, by=page.runner.person)
    assert client.get(f"/ja/run/{page.slug}/").status_code == 200


def test_a_page_in_the_other_language_says_so_and_marks_it(client):
    page = make_page(title_en="", story_en="")

    found = shown(client, page, "en")

    assert "This story is written in Japanese." in found
    assert 'class="story" lang="ja"' in found


def test_a_confirmed_place_opens_a_draft_page_at_a_free_address():
    make_page(slug="sakura-ito")
    person = make_person(latin_name="Sakura Ito", family_name="伊藤", given_name="さくら")
    runner = make_runner(person=person, state="selected")

    move_runner(runner=runner, to="place_confirmed", by=make_person())

    assert (runner.page.slug, runner.page.state, runner.page.name_ja) == ("sakura-ito-2", "draft", "伊藤 さくら")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_runner_page_costs_the_same_for_one_gift_and_for_three(client, rows, django_assert_num_queries):
    page = make_page()
    for _ in range(rows):
        make_gift(to=page, message="がんばれ", message_state="approved")

    with django_assert_num_queries(9):  # the ninth asks for sponsors
        client.get(f"/ja/run/{page.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_campaign_page_costs_the_same_for_one_runner_and_for_three(client, rows, django_assert_num_queries):
    race = make_race()
    for _ in range(rows):
        make_gift(to=make_page(race=race))

    with django_assert_num_queries(15):  # the last two ask for teams and for sponsors
        client.get(f"/ja/campaigns/{race.campaign.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_campaign_page_costs_the_same_for_one_team_and_for_three(client, rows, django_assert_num_queries):
    race = make_race()
    for _ in range(rows):
        page, team = make_page(race=race), make_team(race=race)
        join_team(team=team, runner=page.runner, by=None)
        make_gift(to=page)

    with django_assert_num_queries(18):
        client.get(f"/ja/campaigns/{race.campaign.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_teams_page_costs_the_same_for_one_member_and_for_three(client, rows, django_assert_num_queries):
    team = make_team()
    for _ in range(rows):
        page = make_page(race=team.campaign.race)
        join_team(team=team, runner=page.runner, by=None)
        make_gift(to=page)

    with django_assert_num_queries(13):
        client.get(f"/ja/run/{team.page.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_campaign_and_for_three(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_gift(to=make_page(race=make_race()))

    with django_assert_num_queries(7):
        client.get("/ja/campaigns/")


def test_the_wall_is_searched_in_both_languages_and_sorted(client):
    race = make_race()
    ken = make_page(race=race, name_ja="小川 健", name_en="Ken Ogawa", target_jpy=10_000)
    aya = make_page(race=race, name_ja="青木 文", name_en="Aya Aoki")
    make_gift(to=ken, gift_jpy=9000)
    make_gift(to=aya, gift_jpy=20_000)
    url = f"/ja/campaigns/{race.campaign.slug}/"

    def wall(**query) -> list[str]:
        found = client.get(url, query, headers={"HX-Target": "wall", "HX-Request": "true"}).content.decode()
        assert "<html" not in found
        return [slug for slug in sorted((ken.slug, aya.slug), key=found.find) if slug in found]

    assert wall() == [aya.slug, ken.slug]
    assert wall(sort="near") == [ken.slug, aya.slug]
    assert wall(sort="name") == [aya.slug, ken.slug]
    assert wall(sort="nonsense") == [aya.slug, ken.slug]
    assert wall(q="小川") == wall(q="OGAWA ken") == [ken.slug]
    assert "見つかりませんでした" in client.get(url, {"q": "だれか"}).content.decode()


def test_the_list_shows_open_campaigns_first_and_drafts_never(client):
    make_campaign(name_ja="終わった会", state="closed")
    make_campaign(name_ja="いまの会")
    make_campaign(name_ja="準備の会", state="draft")

    found = client.get("/ja/campaigns/").content.decode()

    assert found.index("いまの会") < found.index("終わった会")
    assert "準備の会" not in found


def test_without_campaigns_the_list_says_what_else_one_can_do(client):
    assert "今は、キャンペーンがありません" in client.get("/ja/campaigns/").content.decode()
