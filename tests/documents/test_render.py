"""PDF pages by typst."""

import datetime as dt
import re
import zlib

import pytest
from typst import TypstError

from portal.documents import render
from portal.documents.render import render_pdf

PAGE = {"title": "ボランティア活動証明書", "language": "ja", "paragraphs": ["難民とともに、走る。", "髙橋 﨑 様"]}


def letters_of(pdf: bytes) -> set[str]:
    """The characters that a reader can copy from the file: those of its ToUnicode maps (ISO 32000-1, 9.10.3)."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    letters: set[str] = set()
    for stream in streams:
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
            for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", block):
                letters |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return letters


def test_a_japanese_page_becomes_a_pdf_with_text():
    pdf = render_pdf("page", PAGE)

    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") == 1
    assert set("ボランティア活動証明書難民走髙橋﨑様") <= letters_of(pdf)


def test_letters_come_from_the_house_and_not_from_the_machine():
    fonts = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", render_pdf("page", PAGE)))

    assert fonts
    assert all(b"NotoSansCJKjp" in font for font in fonts)


def test_the_same_data_and_moment_give_the_same_bytes():
    at = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)

    assert render_pdf("page", PAGE, at=at) == render_pdf("page", PAGE, at=at)
    assert b"2026-11-22" in render_pdf("page", PAGE, at=at)


def test_an_unknown_template_is_an_error():
    with pytest.raises(FileNotFoundError):
        render_pdf("nobody_wrote_this", {})


def test_a_template_that_misses_its_data_is_an_error():
    with pytest.raises(TypstError):
        render_pdf("page", {"title": "only"})


def test_a_template_reads_no_file_outside_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(render, "TEMPLATES", tmp_path / "documents")
    (tmp_path / "documents").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "documents" / "nosy.typ").write_text('#read("../secret.txt")')

    with pytest.raises(TypstError):
        render_pdf("nosy", {})
