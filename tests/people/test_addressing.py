"""Who is addressed as a body and who as a person."""

import pytest

from portal.people.addressing import names_a_body, same_name


@pytest.mark.parametrize(
    "name",
    ["株式会社青葉", "青葉㈱", "（有）みほん商店", "認定NPO法人ともに", "みほん協同組合", "Aoba Foods Co., Ltd.", "Example LLC",
     "Sample K.K.", "公益財団法人みほん"],
)  # fmt: skip
def test_a_name_that_says_its_legal_form_is_a_body(name):
    assert names_a_body(name)


@pytest.mark.parametrize(
    "name", ["髙橋 花子", "会田 学", "Clara Bennett", "Vincent Incorvaia", "株式会社青葉 代表取締役 山田 太郎", ""]
)
def test_a_person_is_a_person(name):
    assert not names_a_body(name)


def test_spaces_make_no_other_name_and_letters_do():
    assert same_name("髙橋\u3000花子", "髙橋 花子")
    assert not same_name("髙橋花子", "高橋花子")
