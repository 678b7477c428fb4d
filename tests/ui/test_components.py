"""Component tags: what each of them writes, and that a wrong prop fails when the template is compiled."""

import datetime as dt
import re

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from portal.ui.avatars import CLOTHS, GROUNDS, HAIRS, SKINS, STYLES, face_of
from portal.ui.icons import ICONS
from portal.ui.tags import charts
from portal.ui.tags.charts import hundredths


def show(source, **context):
    """The markup, with white space that means nothing folded away."""
    html = " ".join(Template("{% load tomoni %}" + source).render(Context(context)).split())
    return re.sub(r" ?(/?>) ?(?=<|$)", r"\1", html).replace(" >", ">").replace("> ", ">").replace(" <", "<")


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    "source",
    [
        '{% button label="a" color="red" %}',
        '{% button "a" %}',
        "{% button %}",
        '{% badge text="a" tonne="ok" %}',
        '{% card tone="a" %}{% endcard %}',
        '{% notice kind="ok" %}{% endnotice %}',
        "{% empty %}",
        "{% seats taken=1 %}",
        "{% progress value=1 of=2 %}",
        "{% avatar %}",
        "{% progress_road road scale=2 %}",
        "{% breadcrumb crumbs %}",
        "{% pagination page_obj %}",
        "{% chips items=x %}",
        "{% tabs items=x %}",
        "{% steps items=x %}",
        '{% table head=x rows=y caption="z" striped=True %}',
        "{% dialog id='a' %}{% enddialog %}",
        "{% week days=x %}",
        "{% day_head note='a' %}",
        "{% person_row name='a' %}",
        "{% diary entries=x %}",
        "{% staffing_strip days=x %}",
        "{% bars values=x %}",
        "{% hours_by_month hours=x %}",
        "{% sparkline values=x %}",
        "{% stat value=1 %}",
        "{% icon 'check' colour='red' %}",
        "{% illustration 'run' width=3 %}",
        "{% field f size=3 %}",
        "{% form_errors f title='a' %}",
    ],
)
def test_a_wrong_prop_fails_at_compile_time(source):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load tomoni %}" + source)


@pytest.mark.parametrize(
    "source",
    [
        '{% button label="a" kind="big" %}',
        '{% badge text="a" tone="red" %}',
        '{% card kind="fat" %}{% endcard %}',
        '{% card tag="script" %}{% endcard %}',
        '{% notice tone="loud" %}{% endnotice %}',
        '{% icon "unicorn" %}',
        '{% dialog id="a" label="b" kind="big" %}{% enddialog %}',
    ],
)
def test_a_wrong_value_is_named(source):
    with pytest.raises(TemplateSyntaxError, match=r"one of|there are"):
        show(source)


def test_button_with_an_address_is_a_link():
    assert '<a class="button button--give button--small" href="/ja/give/">' in show(
        '{% button label="寄付する" href="/ja/give/" kind="give" small=True %}'
    )


def test_button_without_an_address_submits():
    html = show('{% button label="送る" name="action" value="send" wide=True %}')
    assert '<button class="button button--primary button--wide" type="submit" name="action" value="send">' in html


def test_a_closed_button_is_not_a_link_any_more():
    assert show('{% button label="満員" href="/x/" disabled=True %}').startswith("<button")


def test_a_copy_button_submits_nothing():
    html = show('{% button label="コピー" copy="https://example.org/" %}')
    assert 'type="button"' in html
    assert 'data-copy="https://example.org/" data-copied="コピーしました"' in html


def test_what_people_wrote_never_becomes_markup():
    evil = "<script>alert(1)</script>"
    html = show(
        "{% button label=e %}{% badge text=e %}{% person_row name=e seed=1 text=e amount=e %}{% empty title=e text=e %}"
        "{% stat value=e label=e %}{% notice title=e %}{{ e }}{% endnotice %}{% card label=e %}{{ e }}{% endcard %}",
        e=evil,
    )
    assert "<script>" not in html


def test_badge_and_notice_carry_their_tone():
    assert show('{% badge text="参加予定" tone="ok" %}') == '<span class="badge badge--ok">参加予定</span>'
    assert 'role="alert"' in show('{% notice tone="danger" live=True %}x{% endnotice %}')
    assert 'role="status"' in show('{% notice tone="ok" live=True %}x{% endnotice %}')
    assert "role" not in show('{% notice tone="ok" %}x{% endnotice %}')


def test_card_says_which_row_it_is():
    html = show('{% card tag="article" kind="mine" data_kind="shift" data_id="7" %}x{% endcard %}')
    assert html == '<article class="card card--mine" data-kind="shift" data-id="7">x</article>'


def test_dialog_unfolds_without_javascript():
    html = show('{% dialog id="way" label="行き方" %}<p>A2出口</p>{% enddialog %}')
    assert html.startswith('<details class="dialog" id="way" data-dialog="閉じる"><summary')
    assert "<p>A2出口</p>" in html


def test_empty_says_what_to_do_next():
    html = show('{% empty title="なし" text="まだです" href="/ja/shifts/" label="探す" picture="calendar" %}')
    assert text_of(html) == "なし まだです 探す"
    assert "art--empty-calendar" in html


def test_empty_stands_in_the_empty_clause_of_a_loop():
    assert text_of(show('{% for x in xs %}{{ x }}{% empty %}{% empty title="なし" %}{% endfor %}', xs=[])) == "なし"


@pytest.mark.parametrize(
    ("taken", "capacity", "words", "filled"),
    [
        (4, 6, "6人の定員のうち4人が決まっています。 あと2人", 4),
        (6, 6, "6人の定員のうち6人が決まっています。 満員", 6),
        (9, 6, "6人の定員のうち9人が決まっています。 満員", 6),
    ],
)
def test_seats_are_dots_and_words(taken, capacity, words, filled):
    html = show("{% seats taken=t capacity=c %}", t=taken, c=capacity)
    assert text_of(html) == words
    assert html.count("seat--taken") == filled
    assert html.count("<circle") == capacity


def test_many_seats_are_words_alone():
    html = show("{% seats taken=3 capacity=40 waiting=2 %}")
    assert "<circle" not in html
    assert text_of(html) == "40人の定員のうち3人が決まっています。 あと37人 · 2人が待っています"


@pytest.mark.parametrize(("value", "of", "end"), [(0, 4, None), (2, 4, "50.0"), (4, 4, "99.0"), (3, 0, None)])
def test_progress_draws_what_is_done(value, of, end):
    html = show('{% progress value=v of=o label="レッスン" %}', v=value, o=of)
    assert f'aria-label="レッスン: {value} / {of}"' in html
    assert re.findall(r'class="progress__done[^"]*" x1="1" x2="([\d.]+)"', html) == ([end] if end else [])


def test_breadcrumb_ends_on_this_page():
    html = show("{% breadcrumb items=items %}", items=[("知る", "/ja/about/"), ("読書リスト", "")])
    assert '<a href="/ja/about/">知る</a>' in html
    assert '<span aria-current="page">読書リスト</span>' in html


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/?topic=law&page=2")
    html = show("{% pagination page_obj=p %}", p=Paginator(range(50), 10).page(2), request=request)
    assert 'href="?topic=law&amp;page=3"' in html
    assert 'href="?topic=law&amp;page=2" aria-current="page"' in html


def test_one_page_needs_no_pagination():
    assert show("{% pagination page_obj=p %}", p=Paginator(range(5), 10).page(1)).strip() == ""


def test_chips_and_tabs_mark_where_one_is():
    items = [{"label": "すべて", "href": "?", "current": True}, {"label": "通訳", "href": "?r=2", "count": 3}]
    assert show('{% chips items=i label="絞り込み" %}', i=items).count("aria-current") == 1
    assert text_of(show('{% tabs items=i label="シフト" %}', i=items)) == "すべて 通訳 3"


def test_steps_say_what_is_done_and_where_one_is():
    items = [{"label": "一", "state": "done"}, {"label": "二", "state": "now"}, {"label": "三"}]
    html = show('{% steps items=i label="講座" %}', i=items)
    assert html.count('aria-current="step"') == 1
    assert text_of(html) == "一 (完了) 2 二 3 三"


def test_table_has_heads_for_columns_and_rows():
    html = show('{% table head=h rows=r caption="時間" numbers="2" %}', h=["日", "時間"], r=[["11/25", "3.0"]])
    assert '<th scope="col" class="number">時間</th>' in html
    assert '<th scope="row">11/25</th><td class="number">3.0</td>' in html


def test_stat_carries_its_source():
    assert (
        text_of(show('{% stat value="12,300" label="申請" unit="人" note="出典" big=True %}')) == "申請 12,300 人 出典"
    )


@time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC), tick=False)
def test_day_head_says_how_far_away():
    assert (
        text_of(show('{% day_head date=d note="東京マラソン" %}', d=dt.date(2026, 11, 25)))
        == "11月25日(水) 東京マラソン · 3日後"
    )


def test_week_draws_a_bar_for_each_shift():
    days = [{"date": dt.date(2026, 11, 25), "href": "?d=25", "current": True, "words": "2件", "bars": [{"kind": "mine", "share": 1}, {"kind": "short", "share": 0.5}]}]  # fmt: skip
    html = show('{% week days=d label="今週" %}', d=days)
    assert "11月25日(水): 2件" in html
    assert re.findall(r'class="bar bar--(\w+)"', html) == ["mine", "short"]
    assert html.count('aria-current="date"') == 1


@time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC), tick=False)
def test_diary_groups_by_tokyo_day():
    late_evening_utc = dt.datetime(2026, 11, 24, 22, 0, tzinfo=dt.UTC)
    entries = [
        {"at": late_evening_utc, "until": late_evening_utc + dt.timedelta(hours=3), "title": "仕分け", "kind": "shift"},
        {"at": late_evening_utc + dt.timedelta(hours=8), "title": "通訳", "kind": "shift", "state": "tentative"},
    ]
    html = show('{% diary entries=e label="予定" %}', e=entries)
    assert text_of(html) == "11月25日(水) 3日後 7:00 – 10:00 仕分け 15:00 通訳 未確定"
    assert html.count("diary__date") == 1


def test_person_row_has_a_face_a_name_and_an_amount():
    html = show('{% person_row name="友人" seed="a" text="応援" amount="3,000円" href="/x/" %}')
    assert text_of(html) == "友人 応援 3,000円"
    assert 'aria-hidden="true"' in html


def test_staffing_hatches_what_is_missing():
    days = [
        {"date": dt.date(2026, 11, 25), "needed": 6, "taken": 4},
        {"date": dt.date(2026, 11, 26), "needed": 4, "taken": 5},
        {"date": dt.date(2026, 11, 27), "needed": 0, "taken": 0},
    ]
    html = show('{% staffing_strip days=d label="人手" %}', d=days)
    assert 'aria-label="人手: 11月25日(水)はあと2人"' in html
    assert html.count("staffing__hatch") == 1
    assert "1日、人手が足りません" in html


def test_staffing_of_nothing_is_quiet():
    assert "どの日も人手が足りています。" in show('{% staffing_strip days=d label="人手" %}', d=[])


def test_bars_are_told_in_words():
    html = show(
        '{% hours_by_month hours=h label="時間" %}', h=[(dt.date(2026, 10, 1), 14), (dt.date(2026, 11, 1), 7.5)]
    )
    assert 'aria-label="時間: 10月: 14時間, 11月: 7.5時間"' in html
    assert re.findall(r'height="([\d.]+)"', html) == ["96.0", "51.4"]


def test_sparkline_ends_on_its_last_value():
    html = show('{% sparkline values=v label="寄付" %}', v=[3, 9, 6])
    assert 'aria-label="寄付: 3から6へ。最大は9"' in html
    assert show('{% sparkline values=v label="寄付" %}', v=[]).count("<svg") == 0


def test_icons_are_silent_unless_they_stand_alone():
    assert 'aria-hidden="true"' in show("{% icon 'check' %}")
    assert 'role="img" aria-label="完了"' in show("{% icon 'check' label='完了' %}")
    assert len(ICONS) >= 40


def test_a_face_belongs_to_its_seed():
    assert face_of("花子") == face_of("花子")
    assert show('{% avatar seed="花子" size=64 name="花子" %}').count('role="img" aria-label="花子"') == 1


def test_a_crowd_has_every_trait():
    crowd = [face_of(n) for n in range(1500)]
    assert {face.style for face in crowd} == set(STYLES)
    assert {face.skin for face in crowd} == set(range(1, SKINS + 1))
    assert {face.hair for face in crowd} == set(range(1, HAIRS + 1))
    assert {face.cloth for face in crowd} == set(range(1, CLOTHS + 1))
    assert {face.ground for face in crowd} == set(range(1, GROUNDS + 1))
    assert all(face.cloth != face.second_cloth for face in crowd)
    # Any hair, any skin: no trait comes only with another.
    assert len({(face.style, face.skin) for face in crowd}) == len(STYLES) * SKINS


class GiftForm(forms.Form):
    name = forms.CharField(label="お名前", help_text="寄付金受領証明書に書くお名前です。")
    amount = forms.ChoiceField(label="金額", choices=[("1", "5,000円")], widget=forms.RadioSelect)
    message = forms.CharField(label="メッセージ", required=False)
    agree = forms.BooleanField(label="同意します")
    nonce = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("全体がおかしいです")


def test_a_field_is_tied_to_its_label_and_help():
    html = show("{% field f %}", f=GiftForm()["name"])
    assert '<label class="field__label" for="id_name">お名前</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext">寄付金受領証明書に書くお名前です。' in html


def test_only_what_is_optional_is_marked():
    assert "任意" in show("{% field f %}", f=GiftForm()["message"])
    assert "任意" not in show("{% field f %}", f=GiftForm()["name"])


def test_a_wrong_field_says_why_beside_it_and_keeps_what_was_typed():
    form = GiftForm({"message": "こんにちは"})
    html = show("{% field f %}", f=form["name"])
    assert 'aria-invalid="true"' in html
    assert "field--wrong" in html
    assert 'value="こんにちは"' in show("{% field f %}", f=form["message"])


def test_choices_are_a_group_with_a_legend():
    html = show("{% field f %}", f=GiftForm()["amount"])
    assert html.lstrip().startswith("<fieldset")
    assert '<legend class="field__label">金額' in html


def test_a_box_stands_in_its_label():
    assert re.search(
        r'<label class="box" for="id_agree"><input type="checkbox"', show("{% field f %}", f=GiftForm()["agree"])
    )


def test_a_hidden_field_has_no_label():
    assert "label" not in show("{% field f %}", f=GiftForm()["nonce"])


def test_errors_above_the_form_lead_to_their_fields():
    form = GiftForm({"message": "x"})
    html = show("{% form_errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    targets = re.findall(r'<li>(?:<a href="#([\w-]+)">)?', html)
    assert targets[0] == ""
    for target in filter(None, targets):
        assert html.count(f'id="{target}"') == 1


def test_a_form_without_mistakes_has_no_list():
    assert show("{% form_errors form %}", form=GiftForm()).strip() == ""


def test_the_sheet_shows_every_picture_of_figures():
    sheet = (settings.BASE_DIR / "templates/ui/sheet.html").read_text(encoding="utf-8")

    shown = {name for name in charts.register.tags if f"{{% {name} " in sheet}

    assert set(charts.register.tags) - shown == {"hours_by_month"}  # bars with the names of months


@pytest.mark.parametrize("values", [(829, 1, 100, 70), (1, 1, 1), (133_000, 1_107_766, 92_000, 1333), (0, 0), (5, -3)])
def test_shares_are_whole_percents_that_are_a_hundred_together(values):
    percents = hundredths(values)

    assert sum(percents) == (100 if any(value > 0 for value in values) else 0)
    whole = sum(max(value, 0) for value in values) or 1
    assert all(abs(percent - max(value, 0) * 100 / whole) < 1 for percent, value in zip(percents, values, strict=True))
