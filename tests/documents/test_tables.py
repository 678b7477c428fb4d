"""Spreadsheets: read in the encodings of Japan, bounded in size; written so that nothing is a formula."""

import codecs
import contextlib
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.documents.tables import Unreadable, read_table, write_table

TEXT = "日付,場所,定員\r\n2026/03/01,事務所（西神田）①髙,4\r\n"


def excel(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp932"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        excel(["日付", "場所", "定員"], [dt.date(2026, 3, 1), "事務所（西神田）①髙", 4.0]),
    ],
    ids=["utf-8", "bom", "cp932", "utf-16", "tabs", "semicolons", "unix", "excel"],
)
def test_every_way_of_saving_gives_the_same_letters(content):
    table = read_table(content, most_rows=10)
    assert table.header == ["日付", "場所", "定員"]
    assert table.lines[0].cells[1:] == ["事務所（西神田）①髙", "4"]
    assert table.lines[0].cells[0] in {"2026/03/01", "2026-03-01"}


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    table = read_table(b'a,b\n1,\n,\n"x\ny",2\n', most_rows=10)
    assert [(line.number, line.cells) for line in table.lines] == [(2, ["1", ""]), (4, ["x\ny", "2"])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        ("日付\n".encode(), "empty"),
        (b"\x00\x01\x02", "not_a_table"),
        (b"a picture,\x1a and not a table\nb\n", "not_a_table"),
        (b"PK\x03\x04rubbish", "not_a_table"),
        (b"a\n\xff\xfd\x81", "encoding"),
        (b"a\n" + b"1\n" * 11, "too_long"),
        (excel(["a"], *[["1"]] * 11), "too_long"),
    ],
)
def test_what_cannot_be_read_says_why(content, why):
    with pytest.raises(Unreadable) as problem:
        read_table(content, most_rows=10)
    assert problem.value.why == why


def test_a_small_file_that_holds_a_very_large_one_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    with pytest.raises(Unreadable, match="too_long"):
        read_table(packed.getvalue(), most_rows=10)


@pytest.mark.parametrize("text", ["=1+1", "+81 3", "-5", "@cmd", '=HYPERLINK("http://example.org")'])
def test_what_people_typed_is_never_a_formula(text):
    book = load_workbook(io.BytesIO(write_table(["a"], [[text]], title="t")))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == (f"'{text}", "s")
    assert read_table(write_table(["a"], [[text]], title="t"), most_rows=5).lines[0].cells == [text]


def test_control_characters_do_not_stop_the_writing():
    assert read_table(write_table(["a"], [["x\x0by"]], title="t"), most_rows=5).lines[0].cells == ["xy"]


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(content):
    with contextlib.suppress(Unreadable):
        assert read_table(content, most_rows=10).lines
