import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.people.addresses import Area, clean_phone, clean_postcode, look_up, prefecture_choices
from portal.people.folding import DASHES, fold_digits, fold_email, fold_kana, fold_number


@pytest.mark.parametrize("typed", ["101-0065", "1010065", "１０１－００６５", "〒101ー0065", "101−0065", " 101 0065 "])
def test_a_postcode_is_understood_however_it_is_typed(typed):
    assert clean_postcode(typed) == "101-0065"


@pytest.mark.parametrize("typed", ["", "101-006", "10100655", "千代田区"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(ValueError):
        clean_postcode(typed)


def test_a_postcode_leads_to_its_area_off_line():
    assert look_up("101-0065") == Area("東京都", "千代田区西神田")
    assert look_up("100-0000") == Area("東京都", "千代田区")  # 以下に掲載がない場合 is no place
    assert look_up("999-9999") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０３−１２３４−５６７８", "03-1234-5678"),
        ("09012345678", "090-1234-5678"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_a_telephone_number_is_written_the_usual_way(typed, kept):
    assert clean_phone(typed) == kept


def test_what_is_no_telephone_number_is_refused():
    with pytest.raises(ValueError):
        clean_phone("電話なし")


@given(st.sampled_from(DASHES))
def test_every_dash_on_a_japanese_keyboard_is_a_dash(dash):
    assert fold_number(f"03{dash}1234{dash}5678") == "03-1234-5678"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold_digits(fold_digits(text)) == fold_digits(text)
    assert fold_kana(fold_kana(text)) == fold_kana(text)


def test_half_width_kana_become_full_width_and_nothing_else_changes():
    assert fold_kana("ﾔﾏﾀﾞ 﨑①") == "ヤマダ 﨑①"


def test_an_email_address_is_folded():
    assert fold_email(" Ｈanako@Example.ORG ") == "hanako@example.org"


def test_prefectures_are_stored_in_japanese_and_shown_in_the_readers_letters():
    with translation.override("en"):
        english = dict(prefecture_choices())
    with translation.override("ja"):
        japanese = dict(prefecture_choices())

    assert len(japanese) == 47
    assert all(name == shown for name, shown in japanese.items())
    assert [english[name] for name in ("北海道", "東京都", "京都府", "沖縄県")] == [
        "Hokkaido",
        "Tokyo",
        "Kyoto",
        "Okinawa",
    ]
