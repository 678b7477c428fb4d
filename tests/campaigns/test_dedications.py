"""Gifts in somebody's honour or memory, and gifts of companies (money.md 36, 37)."""

import pytest
from wagtail.models import ModelLogEntry

from campaigns.actions import approve_message, issue_receipt, reject_message
from campaigns.models import Donation
from campaigns.queries import gifts_of_page, waiting
from campaigns.queries.register import register_rows
from portal.mail.models import OutgoingMail
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import lapse, make_donation, make_gift, make_page, pay, promise
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer

pytestmark = pytest.mark.django_db
URL = "/ja/run/ken/give/"
IN_MEMORY = {"tribute": "memory", "tribute_name": "中村 春"}
ADDRESS = {"postcode": "160-0004", "address": "東京都新宿区1-2-3"}


@pytest.fixture
def page():
    return make_page(slug="ken")


def cards() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="gift_card:"))


def read(gift) -> None:
    """Staff read the words and let them out."""
    approve_message(donation=gift, by=make_person())


def test_a_gift_in_memory_from_the_form_to_the_card(client, stripe_side, page):
    words = {"tribute_email": "Ichiro@Example.org", "tribute_words": "お母さまを思って"}

    client.post(URL, typed(client, URL, **IN_MEMORY, **words))
    gift = Donation.objects.get()
    assert (gift.dedication, gift.tribute_email) == ("中村 春さんをしのんで", "Ichiro@example.org".lower())
    assert cards() == []
    pay(gift)
    pay(gift)
    assert cards() == []  # nobody has read the words yet
    read(gift)

    card = cards()[0]
    assert len(cards()) == 1
    assert card.to == ["ichiro@example.org"]
    assert card.subject == "中村 春さんをしのぶ寄付のお知らせ"
    for part in ("山田 花さんが、中村 春さんをしのんで", "お母さまを思って", "一度だけ"):
        assert part in card.text
    assert "5,000" not in card.text


def test_a_promise_sends_no_card_and_a_gift_without_an_address_neither(page):
    read(make_donation(to=page, **IN_MEMORY, tribute_email="ichiro@example.org"))
    read(make_gift(to=page, **IN_MEMORY))

    assert cards() == []


@pytest.mark.parametrize("read_first", [True, False])
def test_a_card_waits_for_both_the_money_and_a_reader_whichever_comes_first(page, read_first):
    gift = make_donation(to=page, **IN_MEMORY, tribute_email="i@example.org")
    steps = [read, pay] if read_first else [pay, read]

    steps[0](gift)
    assert cards() == []
    steps[1](gift)
    assert len(cards()) == 1


def test_words_that_staff_turn_down_reach_nobody(client, page):
    gift = make_gift(to=page, **IN_MEMORY, tribute_email="i@example.org", tribute_words="いやな言葉")
    client.force_login(make_person(is_staff=True, is_superuser=True))

    desk = client.get("/office/campaigns-desk/").content.decode()
    reject_message(donation=gift, by=make_person())

    assert "いやな言葉" in desk
    assert "i@example.org" in desk
    assert cards() == []


def test_new_words_for_a_card_are_read_again(client, page):
    gift = make_donation(to=page, **IN_MEMORY, tribute_email="i@example.org")
    read(gift)
    dedicate(client, gift, **IN_MEMORY, tribute_email="i@example.org", tribute_words="別の言葉")

    pay(gift)

    assert cards() == []


def test_an_anonymous_giver_stays_so_on_the_card(page):
    gift = make_gift(
        to=page, **IN_MEMORY, tribute_email="i@example.org", donor_name="内緒", company="内緒商事", show_name=False
    )
    read(gift)

    assert "内緒" not in cards()[0].text + cards()[0].subject
    assert "あなたを思う方が" in cards()[0].text


def test_a_dedication_is_public_only_once_somebody_has_read_it(client, page):
    gift = make_gift(to=page, **IN_MEMORY)
    assert gift.message_state == "pending"
    assert [one.pk for one in waiting().messages] == [gift.pk]
    assert "中村 春" not in client.get("/ja/run/ken/").content.decode()

    approve_message(donation=gift, by=make_person())

    assert [shown.tribute for shown in gifts_of_page(page)] == ["中村 春さんをしのんで"]
    assert "中村 春さんをしのんで" in client.get("/ja/run/ken/").content.decode()
    assert "In memory of 中村 春" in client.get("/en/run/ken/").content.decode()


def test_a_dedication_that_nobody_may_see_is_nowhere(client, page):
    gift = make_gift(to=page, **IN_MEMORY)

    reject_message(donation=gift, by=make_person())

    assert "中村 春" not in client.get("/ja/run/ken/").content.decode()
    assert "中村 春" in client.get(gift.get_absolute_url()).content.decode()


def test_the_office_reads_dedication_and_message_together(client, page):
    make_gift(to=page, **IN_MEMORY, message="ありがとうございました")
    client.force_login(make_person(is_staff=True, is_superuser=True))

    desk = client.get("/office/campaigns-desk/").content.decode()

    assert "中村 春さんをしのんで" in desk
    assert "ありがとうございました" in desk


def test_a_message_taken_back_leaves_the_dedication_to_be_read(client, page):
    gift = make_gift(to=page, **IN_MEMORY, message="はい", message_state="approved")

    client.post(gift.get_absolute_url(), {"visibility": "public", "message": ""})

    gift.refresh_from_db()
    assert gift.message_state == "pending"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"tribute": "memory"}, "その方のお名前を入力してください。"),
        ({"tribute_name": "春"}, "「感謝をこめて」か「しのんで」を選んでください。"),
        ({**IN_MEMORY, "tribute_words": "思って"}, "カードの送り先を入力してください。"),
        ({**IN_MEMORY, "tribute_email": "nowhere"}, "有効なメールアドレス"),
        (
            {**IN_MEMORY, "tribute_email": "a@example.org", "tribute_words": "見て https://x.example"},
            "URLを書かないでください。",
        ),
        ({"tribute": "honour", "tribute_name": "www.spam.example"}, "URLを書かないでください。"),
    ],
)
def test_a_half_filled_dedication_says_what_is_missing_and_stands_open(client, page, wrong, told):
    shown = client.post(URL, typed(client, URL, message="応援します", **wrong)).content.decode()

    assert told in shown
    assert "応援します" in shown
    assert '<details class="fold" open><summary>だれかに思いをこめて寄付する' in shown
    assert '<details class="fold"><summary>法人・団体として寄付する' in shown
    assert Donation.objects.count() == 0


def test_everything_folded_is_there_again_when_one_comes_back_from_the_checkout(client, stripe_side, page):
    client.post(URL, typed(client, URL, **IN_MEMORY, company="青空商事", hide_amount="on"))

    form = client.get(stripe_side.all("checkout.session")[-1]["cancel_url"]).content.decode()

    assert 'value="中村 春"' in form
    assert 'value="青空商事"' in form
    assert form.count('<details class="fold" open>') == 3


def test_a_company_gives_with_a_contact_and_is_shown_and_receipted_by_its_own_name(client, stripe_side, page):
    make_issuer()
    client.post(URL, typed(client, URL, company="青空商事株式会社", wants_receipt="on", **ADDRESS))
    gift = Donation.objects.get()
    pay(gift)
    gift.refresh_from_db()

    assert (gift.donor_name, gift.legal_name, gift.shown_name) == ("山田 花", "青空商事株式会社", "青空商事株式会社")
    assert "青空商事株式会社 山田 花" in OutgoingMail.objects.get(key__startswith="gift_received:").text
    assert "青空商事株式会社" in client.get("/ja/run/ken/").content.decode()
    assert issue_receipt(donation=gift).donor_name == "青空商事株式会社"
    paid = gift.payment.paid_at.date()
    rows = [*register_rows(paid.year if paid.month >= 7 else paid.year - 1)]
    assert [row[1] for row in rows] == ["青空商事株式会社"]


def test_the_companys_name_wins_over_that_of_who_is_signed_in(client, stripe_side, page):
    client.post(URL, typed(client, URL, company="青空商事", legal_name="山田 花", wants_receipt="on", **ADDRESS))

    assert Donation.objects.get().legal_name == "青空商事"


def test_a_company_may_be_shown_by_a_shorter_name(client, stripe_side, page):
    client.post(URL, typed(client, URL, company="青空商事株式会社", display_name="青空商事の走る仲間"))

    assert Donation.objects.get().shown_name == "青空商事の走る仲間"


def test_the_common_path_has_nothing_open(client, page):
    form = client.get(URL, {"amount": "5000"}).content.decode()

    assert '<details class="fold" open>' not in form
    assert form.count('<details class="fold">') == 3


def dedicate(client, gift: Donation, **fields) -> str:
    """The form of the gift's link, filled as it stands and with `fields`, sent."""
    now = {name: getattr(gift, name) for name in ("tribute", "tribute_name", "tribute_email", "tribute_words")}
    typed_now = {"visibility": "public", "message": gift.message, "display_name": ""} | now | fields
    return client.post(gift.get_absolute_url(), typed_now, follow=True).content.decode()


def test_the_donor_corrects_a_dedication_by_the_gift_s_link_and_it_is_read_again(client, page):
    gift = make_gift(to=page, **IN_MEMORY, message_state="approved")

    dedicate(client, gift, tribute_name="中村 はる")

    gift.refresh_from_db()
    assert (gift.dedication, gift.message_state) == ("中村 はるさんをしのんで", "pending")
    assert "中村" not in client.get("/ja/run/ken/").content.decode()
    entry = ModelLogEntry.objects.get(action="campaigns.dedication_changed")
    assert (entry.user, entry.data) == (None, {"fields": ["tribute_name"]})


def test_saving_without_a_change_leaves_what_was_approved_and_writes_nothing_down(client, page):
    gift = make_gift(to=page, **IN_MEMORY, message="はい", message_state="approved")

    dedicate(client, gift, hide_amount="on")

    gift.refresh_from_db()
    assert (gift.message_state, gift.show_amount) == ("approved", False)
    assert not ModelLogEntry.objects.filter(action="campaigns.dedication_changed").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"tribute_name": ""}, "その方のお名前を入力してください。"),
        ({"tribute_name": "https://spam.example"}, "URLを書かないでください。"),
        ({"tribute_words": "思って"}, "カードの送り先を入力してください。"),
    ],
)
def test_a_correction_follows_the_rules_of_giving_and_loses_nothing(client, page, wrong, told):
    gift = make_gift(to=page, **IN_MEMORY)

    shown = dedicate(client, gift, message="打ったばかり", **wrong)

    assert told in shown
    assert "打ったばかり" in shown
    assert '<details class="fold" open>' in shown
    gift.refresh_from_db()
    assert (gift.tribute_name, gift.message) == ("中村 春", "")


def test_the_donor_takes_a_dedication_away_whatever_else_stands_there(client, page):
    gift = make_gift(to=page, **IN_MEMORY)

    dedicate(client, gift, no_dedication="on", tribute_words="https://half.example")

    gift.refresh_from_db()
    assert (gift.tribute, gift.tribute_name, gift.tribute_words, gift.message_state) == ("", "", "", "none")


def test_a_promised_gift_s_card_goes_to_the_corrected_address(client, page):
    gift = make_donation(to=page, **IN_MEMORY, tribute_email="wrnog@example.org")

    dedicate(client, gift, tribute_email="right@example.org", tribute_words="お元気で")
    pay(gift)
    read(gift)

    assert [card.to for card in cards()] == [["right@example.org"]]
    assert "お元気で" in cards()[0].text


def test_a_card_that_has_gone_is_not_sent_twice_and_the_page_says_so(client, page):
    gift = make_gift(to=page, **IN_MEMORY, tribute_email="first@example.org")
    read(gift)

    shown = client.get(gift.get_absolute_url()).content.decode()
    dedicate(client, gift, tribute_name="中村 はる", tribute_email="second@example.org", tribute_words="もう一度")

    assert ("first@example.org" in shown, 'name="tribute_email"' in shown) == (True, False)
    gift.refresh_from_db()
    assert (gift.tribute_name, gift.tribute_email, gift.tribute_words) == ("中村 はる", "first@example.org", "")
    assert [card.to for card in cards()] == [["first@example.org"]]


def test_a_card_asked_for_later_goes_once_it_was_read_and_never_for_money_that_went_back(client, page):
    here, back = make_gift(to=page), make_donation(to=page)
    pay(back, refunded=(5000,))
    for gift in (here, back):
        dedicate(client, gift, **IN_MEMORY, tribute_email="i@example.org")
        dedicate(client, gift, **IN_MEMORY, tribute_email="i@example.org")
        read(gift)

    assert [card.key for card in cards()] == [f"gift_card:{here.pk}"]


def test_the_office_takes_a_dedication_away_and_what_was_approved_of_the_message_stays(client, page):
    gift = make_gift(
        to=page, **IN_MEMORY, message="がんばって", message_state="approved", tribute_email="i@example.org"
    )
    client.force_login(make_person(is_staff=True, is_superuser=True))
    office = f"/office/gifts/{gift.pk}/"
    assert "中村 春さんをしのんで" in client.get(office).content.decode()

    shown = client.post(f"{office}dedication/", follow=True).content.decode()
    client.post(f"{office}dedication/")

    gift.refresh_from_db()
    assert (gift.tribute, gift.tribute_name, gift.tribute_email) == ("", "", "")
    assert (gift.shown_message, "中村 春" in shown) == ("がんばって", False)
    entry = ModelLogEntry.objects.get(action="campaigns.dedication_blanked")
    assert "中村" not in str(entry.data)


def test_who_may_not_decide_on_words_takes_no_dedication_away(client, page):
    gift = make_gift(to=page, **IN_MEMORY)
    client.force_login(make_person(is_staff=True))

    assert client.post(f"/office/gifts/{gift.pk}/dedication/").status_code in (302, 403)
    gift.refresh_from_db()
    assert gift.tribute_name == "中村 春"


def test_a_gift_that_went_back_or_lapsed_is_not_offered_a_dedication(client, page):
    here, back, late = make_gift(to=page), make_donation(to=page), make_donation(to=page)
    pay(back, refunded=(5000,))
    promise(late)
    lapse(late)

    shown = [client.get(gift.get_absolute_url()).content.decode() for gift in (here, back, late)]

    assert ['name="tribute_name"' in page for page in shown] == [True, False, False]
    assert "を、全額お返ししました" in shown[1]
