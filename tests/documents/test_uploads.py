"""What a file is, its first bytes say."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.documents.uploads import MOST_BYTES, NotSuchAFile, sniffed


def picture(kind: str, size=(20, 10)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def upload(content: bytes, name: str = "x.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(picture("JPEG"), ".jpg"), (picture("PNG"), ".png"), (picture("WEBP"), ".webp"), (b"%PDF-1.7\n...", ".pdf")],
)
def test_papers_and_photographs_are_told_by_their_content(content, suffix):
    file = upload(content, "evil.exe")

    assert sniffed(file).suffix == suffix
    assert file.read() == content


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"GIF89a....", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("PNG")[:30], b"\xff\xd8\xff and nothing more", b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
)  # fmt: skip
def test_everything_else_is_refused_whatever_it_is_called(content):
    with pytest.raises(NotSuchAFile):
        sniffed(upload(content, "photo.png"))


def test_what_is_too_large_is_refused():
    with pytest.raises(NotSuchAFile, match="6MB"):
        sniffed(upload(b"%PDF-" + b"x" * MOST_BYTES))
