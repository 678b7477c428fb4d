"""The receipt's file, as another program sees it: an archive PDF with everything in it (PDF/A-2a), one page, the words in order."""

import io

import pytest
from pypdf import PdfReader

from campaigns.actions import issue_annual_statement, issue_receipt, reissue, void_and_replace
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer, make_wish

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["ja", "en"])
def files(request) -> dict[str, PdfReader]:
    """A certificate, a reissued copy, a replacement and an annual statement."""
    make_issuer()
    staff = make_person()
    one = issue_receipt(donation=make_wish(language=request.param))
    copy = reissue(receipt=one, by=staff)
    several = [make_wish(language=request.param, email="same@example.org") for _ in range(30)]
    made = {
        "certificate": one.pdf,
        "copy": copy,
        "replacement": void_and_replace(receipt=one, reason="住所", by=staff).pdf,
        "statement": issue_annual_statement(donations=several).pdf,
    }
    return {name: PdfReader(io.BytesIO(bytes(pdf))) for name, pdf in made.items()} | {"language": request.param}


def readers(files: dict) -> list[PdfReader]:
    return [reader for name, reader in files.items() if name != "language"]


def test_each_says_that_it_is_an_archive_file_with_a_title_a_language_and_tags(files):
    for reader in readers(files):
        root = reader.root_object
        words = root["/Metadata"].get_object().get_data().decode()
        assert "pdfaid:part>2<" in words.replace(" ", "")
        assert "pdfaid:conformance>A<" in words.replace(" ", "")
        assert root["/MarkInfo"]["/Marked"] is not None
        assert "/StructTreeRoot" in root
        assert root["/Lang"].split("-")[0] == files["language"]
        assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
        assert "TEST-" in reader.metadata.title
        assert not reader.is_encrypted


def test_every_letter_comes_along(files):
    for reader in readers(files):
        fonts = [
            part.get_object()
            for page in reader.pages
            for font in (page["/Resources"].get("/Font") or {}).values()
            for part in font.get_object()["/DescendantFonts"]
        ]
        described = [font["/FontDescriptor"] for font in fonts]
        assert described
        assert all("/FontFile3" in one or "/FontFile2" in one for one in described)


def test_a_certificate_is_one_page_and_a_long_statement_counts_its_pages(files):
    assert [len(files[name].pages) for name in ("certificate", "copy", "replacement")] == [1, 1, 1]
    pages = files["statement"].pages
    assert len(pages) == 2
    assert "2/2" in "".join(pages[1].extract_text().split())


def test_marks_and_successors_stand_on_the_paper(files):
    english = files["language"] == "en"
    words = {
        name: "".join(files[name].pages[0].extract_text().split()) for name in ("certificate", "copy", "replacement")
    }
    mark = "REISSUED" if english else "再発行"
    assert (mark in words["copy"], mark in words["certificate"]) == (True, False)
    assert ("ReplacesTEST-" if english else "に代わるものです") in words["replacement"]
