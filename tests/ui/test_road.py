"""The progress road: geometry that holds for every amount of money."""

import math
import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.road import MARATHON_KM, Road, RoadPoint
from portal.ui.road.drawing import dashes, draw_phone, draw_wide
from portal.ui.road.labels import HALF_ROAD

POINTS = [
    RoadPoint(0, "新宿", "start"),
    RoadPoint(10, "秋葉原"),
    RoadPoint(20, "蔵前橋"),
    RoadPoint(30, "浜町"),
    RoadPoint(39, "応援", "cheer"),
    RoadPoint(MARATHON_KM, "丸の内", "finish"),
]
yen = st.integers(min_value=-50_000, max_value=5_000_000)
goals = st.integers(min_value=0, max_value=5_000_000)
roads = st.builds(
    Road, paid_jpy=yen, offline_jpy=yen, matched_jpy=yen, promised_jpy=yen, goal_jpy=goals, points=st.just(POINTS)
)
kilometres = st.lists(st.floats(min_value=0, max_value=MARATHON_KM), max_size=14)


def show(road, **props):
    return Template("{% load tomoni %}{% progress_road road %}").render(Context({"road": road, **props}))


def distance_to_line(point, line):
    return min(math.dist(point, on_line) for on_line in line.points)


@given(roads)
def test_bands_follow_each_other_and_never_leave_the_road(road):
    edge = 0.0
    for band in road.bands:
        assert band.start_km == edge
        assert band.end_km >= band.start_km
        edge = band.end_km
    assert edge <= road.length


@given(roads)
def test_the_runner_stands_on_the_line_at_the_end_of_what_has_arrived(road):
    for drawing in (draw_wide(road), draw_phone(road)):
        assert distance_to_line(drawing.marker, drawing.line) < 5
        assert drawing.marker == drawing.line.at(road.bands[2].end_km / road.length)


@given(roads, st.integers(min_value=0, max_value=1_000_000))
def test_more_money_never_moves_the_runner_back(road, more):
    richer = Road(
        paid_jpy=max(road.paid_jpy, 0) + more,
        offline_jpy=road.offline_jpy,
        matched_jpy=road.matched_jpy,
        promised_jpy=road.promised_jpy,
        goal_jpy=road.goal_jpy,
    )
    assert richer.km >= road.km - 1e-9


@given(roads, st.integers(min_value=0, max_value=1_000_000))
def test_a_promise_never_moves_the_runner(road, promised):
    other = Road(
        paid_jpy=road.paid_jpy,
        offline_jpy=road.offline_jpy,
        matched_jpy=road.matched_jpy,
        promised_jpy=promised,
        goal_jpy=road.goal_jpy,
    )
    assert other.km == road.km
    assert other.promised_km >= other.km


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_the_line_only_goes_forward(one, other):
    line = draw_wide(Road(paid_jpy=0, goal_jpy=1)).line
    near, far = sorted((one, other))
    assert line.at(near)[0] <= line.at(far)[0] + 1e-9


@given(kilometres)
def test_labels_keep_clear_of_each_other_and_of_the_edge(kms):
    points = [RoadPoint(round(km, 1), f"地点{index}") for index, km in enumerate(kms)]
    for drawing in (
        draw_wide(Road(paid_jpy=1, goal_jpy=3, points=points)),
        draw_phone(Road(paid_jpy=1, goal_jpy=3, points=points)),
    ):
        boxes = [label.box for label in drawing.labels]
        for index, (left, top, right, bottom) in enumerate(boxes):
            assert left >= 0
            assert top >= 0
            assert right <= drawing.width
            assert bottom <= drawing.height
            for other in boxes[index + 1 :]:
                assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < bottom)
            assert not any(
                left < x < right and top - HALF_ROAD < y < bottom + HALF_ROAD for x, y in drawing.line.points
            )


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("share", [0, 3, 27, 64, 99, 140])
def test_every_place_of_the_course_is_named_in_both_drawings(language, share):
    english = ["Shinjuku", "Akihabara", "Kuramae bridge", "Hamacho", "Cheering", "Marunouchi"]
    points = [
        RoadPoint(p.km, p.label if language == "ja" else name, p.kind) for p, name in zip(POINTS, english, strict=True)
    ]
    road = Road(paid_jpy=share * 1_000, promised_jpy=5_000, goal_jpy=100_000, points=points)
    for drawing in (draw_wide(road), draw_phone(road)):
        assert [label.point for label in drawing.labels] == points


def test_past_the_goal_no_kind_of_money_disappears():
    road = Road(paid_jpy=150_000, offline_jpy=25_000, matched_jpy=25_000, goal_jpy=100_000)
    assert [round(band.length_km / road.length, 6) for band in road.bands] == [0.75, 0.125, 0.125, 0]
    assert road.is_finished
    assert road.percent == 200
    assert road.beyond_km == pytest.approx(MARATHON_KM)


def test_refunds_move_the_runner_back():
    assert Road(paid_jpy=40_000, goal_jpy=100_000).km < Road(paid_jpy=50_000, goal_jpy=100_000).km
    assert Road(paid_jpy=-2_000, goal_jpy=100_000).km == 0


def test_the_goal_is_not_reached_one_yen_early():
    road = Road(paid_jpy=99_999, goal_jpy=100_000)
    assert not road.is_finished
    assert road.percent == 99
    assert "42.195キロのうち42.1キロまで進みました。" in show(road)


def test_the_picture_is_told_in_words():
    road = Road(paid_jpy=51_000, offline_jpy=6_200, matched_jpy=7_600, promised_jpy=10_000, goal_jpy=100_000)
    assert 'aria-label="42.195キロのうち27.3キロまで進みました。 お支払い待ちを含めると31.5キロです。"' in show(road)
    with translation.override("en"):
        assert 'aria-label="27.3 of 42.195 km are done. With what is promised: 31.5 km."' in show(road)


def test_only_one_picture_speaks_and_two_are_drawn():
    html = show(Road(paid_jpy=1, goal_jpy=3, points=POINTS))
    assert html.count('role="img"') == 1
    assert re.findall(r'<svg class="road__drawing [^>]*aria-hidden="true"', html).__len__() == 2


def test_the_legend_names_each_kind_of_money_that_is_there():
    html = show(Road(paid_jpy=51_000, matched_jpy=7_600, goal_jpy=100_000))
    assert re.findall(r"<span>(.*?)</span> <b>(.*?)</b>", html) == [
        ("お支払い済み", "51,000円"),
        ("企業のマッチング", "7,600円"),
    ]


def test_zero_stands_at_the_start():
    html = show(Road(paid_jpy=0, goal_jpy=100_000, points=POINTS))
    assert "42.195キロのスタート地点にいます。" in html
    assert "road__band--paid" in html  # in the legend, with its nought
    assert "road__cap--" not in html


def test_a_small_promise_is_still_a_dash():
    assert len(dashes(0.5, 0.5001, 1_000)) == 1
    assert dashes(0.5, 0.5, 1_000) == []


def test_kilometres_from_the_database_lose_their_noughts():
    assert RoadPoint(Decimal("39.000"), "応援", "cheer").km_text == "39 km"
    assert RoadPoint(Decimal("21.0975"), "両国").km_text == "21.0975 km"


def test_a_kind_of_place_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="kind='middle'"):
        RoadPoint(3, "どこか", "middle")


def test_numbers_in_the_picture_are_never_written_with_a_comma():
    html = show(Road(paid_jpy=1_234_567, goal_jpy=4_000_000, points=POINTS))
    assert not re.search(r' (?:x|y|cx|cy|d|viewBox)="[^"]*\d,\d', html)


@pytest.mark.parametrize("raised", [0, 15_000, 54_000, 72_400, 93_000, 100_000, 140_000])
@pytest.mark.parametrize("names", [("蔵前橋", "浜町", "応援団"), ("Kuramae Bridge", "Hamachō", "Our cheer")])
def test_where_the_organisation_cheers_is_named_on_a_phone_too(raised, names):
    first, second, third = names
    points = [
        RoadPoint(0, "Shinjuku", "start"), RoadPoint(10, "Akihabara", "point"), RoadPoint(20, first, "cheer"),
        RoadPoint(30, second, "cheer"), RoadPoint(39, third, "cheer"), RoadPoint(42.195, "Marunouchi", "finish"),
    ]  # fmt: skip
    road = Road(paid_jpy=raised, offline_jpy=0, matched_jpy=0, promised_jpy=0, goal_jpy=100_000, points=points)

    named = {label.point.label for label in draw_phone(road).labels}

    assert {"Shinjuku", first, second, third, "Marunouchi"} <= named
