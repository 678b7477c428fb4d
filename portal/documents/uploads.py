"""What an uploaded paper really is: told by its first bytes, never by its name or by what the browser says."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MOST_BYTES = 6_000_000
MOST_PIXELS = 50_000_000  # a photograph of a good telephone; past this it is a bomb
HEAD = 16


@dataclass(frozen=True)
class FileType:
    """A kind of file that we take."""

    content_type: str
    suffix: str


PDF = FileType("application/pdf", ".pdf")
JPEG = FileType("image/jpeg", ".jpg")
PNG = FileType("image/png", ".png")
WEBP = FileType("image/webp", ".webp")
PICTURES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}


class NotSuchAFile(Exception):
    """The sentence is for whoever uploaded it."""


def sniffed(upload: UploadedFile) -> FileType:
    """The type of a PDF or picture of at most 6 MB; the file is left at its beginning. Raises NotSuchAFile."""
    if not upload.size:
        raise NotSuchAFile(_("This file is empty."))
    if upload.size > MOST_BYTES:
        raise NotSuchAFile(_("This file is larger than 6 MB. Please send a smaller photograph or scan."))
    found = _by_first_bytes(upload)
    if found is None:
        raise NotSuchAFile(_("Please choose a photograph (JPEG, PNG, WebP) or a PDF file."))
    if found in PICTURES:
        _must_be_a_picture(upload, PICTURES[found])
    return found


def _by_first_bytes(upload: UploadedFile) -> FileType | None:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WEBP if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _must_be_a_picture(upload: UploadedFile, kind: str) -> None:
    """The whole header is read; what only begins like a picture, or would not fit into memory, is refused."""
    try:
        with Image.open(upload, formats=[kind]) as picture:
            width, height = picture.size
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NotSuchAFile(_("This picture is damaged. Please try another.")) from None
    finally:
        upload.seek(0)
    if width * height > MOST_PIXELS:
        raise NotSuchAFile(_("This picture is too large. Please send a smaller one."))
