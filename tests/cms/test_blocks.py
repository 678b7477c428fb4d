"""Blocks that editors write with, as readers see them."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from wagtail.models import Site

from portal.cms.blocks import BodyBlocks, PictureBlock, VoiceBlock
from portal.cms.models import OrganisationSettings


def rendered(*blocks) -> str:
    stream = BodyBlocks()
    return str(stream.to_python([{"type": kind, "value": value} for kind, value in blocks]).render_as_block())


def test_a_picture_needs_its_alternative_and_its_credit():
    fields = PictureBlock().child_blocks

    assert fields["alt"].required
    assert fields["credit"].required


def test_a_paraphrase_carries_no_quotation_marks_and_says_what_it_is():
    html = rendered(("voice", {"text": "応援が力になった", "kind": "paraphrase", "who": "ランナー", "source": ""}))

    assert "<blockquote" not in html
    assert "要約" in html


def test_a_quotation_is_marked_as_one():
    html = rendered(("voice", {"text": "応援が力になった", "kind": "quotation", "who": "ランナー", "source": ""}))

    assert "<blockquote" in html
    assert "要約" not in html


def test_a_figure_says_its_year_and_who_states_it():
    figure = {"label": "申請した人", "value": "12,300", "unit": "人", "year": "2024年", "stated_by": "団体", "note": ""}

    html = rendered(("figures", [figure]))

    assert "12,300<small>人</small>" in html
    assert "2024年。出典：団体。" in html


def test_html_in_a_voice_is_shown_as_text():
    html = rendered(("voice", {"text": "<script>x</script>", "kind": "paraphrase", "who": "a", "source": ""}))

    assert "<script>" not in html


def test_an_unknown_kind_of_voice_is_refused():
    block = VoiceBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "a", "kind": "rumour", "who": "b", "source": ""}))


@pytest.mark.django_db
def test_the_law_table_follows_the_language_and_leaves_out_what_is_not_there():
    site = Site.objects.get(is_default_site=True)
    OrganisationSettings.objects.create(site=site, name_ja="ともに", price_ja="各ページに表示します")

    html = rendered(("law_table", None))

    assert "<dt>販売者</dt>" in html
    assert "各ページに表示します" in html
    assert "電話番号" not in html


@pytest.mark.django_db
def test_the_organisation_is_asked_for_once_per_page(django_assert_num_queries):
    page = Template("{% load organisation %}{% organisation as a %}{% organisation as b %}{{ a.name }}{{ b.name }}")
    with django_assert_num_queries(1):
        assert page.render(Context()) == "ともにともに"
