"""Search finds Japanese, whatever the width of the letters."""

import pytest

from home.models import Organisation, ReadingItem
from portal.cms.folded import fold_text, words_of
from tests.factories.home import make_organisation, make_reading


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＪＡＲ", "jar"),
        ("ﾅﾝﾐﾝ", "ナンミン"),
        ("Japan’s", "japan's"),
        ("a – b", "a - b"),
        ("  難民\u3000支援\n", "難民 支援"),
        ("bad\x00byte", "bad byte"),
    ],
)
def test_text_folds_to_what_readers_mean(typed, folded):
    assert fold_text(typed) == folded


def test_a_long_vowel_mark_is_not_a_dash():
    assert fold_text("コーヒー") == "コーヒー"


def test_a_query_is_bounded():
    assert len(words_of("a b c d e f g h i")) == 6
    assert words_of("難" * 5000) == ["難" * 100]


@pytest.mark.django_db
def test_a_word_is_found_inside_a_japanese_title():
    found = make_reading(title="日本の難民認定はなぜ少ないのか", language="ja")
    make_reading(title="移民の歴史", language="ja")

    assert list(ReadingItem.objects.with_words("難民")) == [found]


@pytest.mark.django_db
def test_every_word_must_be_there_in_any_order():
    found = make_reading(title="Asylum seekers in Japan")
    make_reading(title="Seekers of truth")

    assert list(ReadingItem.objects.with_words("japan ＡＳＹＬＵＭ")) == [found]


@pytest.mark.django_db
def test_a_straight_quote_finds_a_curly_one():
    found = make_reading(title="Japan’s closed door")

    assert list(ReadingItem.objects.with_words("Japan's")) == [found]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["100%", "a_b", "'; drop table", "\\"])
def test_signs_of_the_query_language_mean_themselves(query):
    make_reading(title="Nothing of the kind")
    found = make_reading(title=f"Here: {query}")

    assert list(ReadingItem.objects.with_words(query)) == [found]


@pytest.mark.django_db
def test_what_was_changed_is_found_by_its_new_words():
    organisation = make_organisation(name_ja="古い名前")
    organisation.name_ja = "難民支援の会"
    organisation.save()

    assert Organisation.objects.with_words("古い").count() == 0
    assert Organisation.objects.with_words("支援の会").count() == 1


@pytest.mark.django_db
def test_saving_one_field_leaves_the_folded_text_alone():
    item = make_reading(title="Before")
    item.title = "After"
    item.save(update_fields=["title"])

    item.refresh_from_db()
    assert "before" in item.search_text
