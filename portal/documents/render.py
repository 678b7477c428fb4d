"""PDF pages from typst templates. The only module that imports typst."""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
FONTS = [Path(str(package.__file__)).parent for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]


@functools.cache
def fonts() -> typst.Fonts:
    """Read once per process: they are 30 MB."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FONTS)


def render_pdf(template: str, data: Mapping[str, Any], *, at: dt.datetime | None = None) -> bytes:
    """The template `templates/documents/<template>.typ` as a PDF/A-2a file, dated `at` (default: now).

    The same data and moment give the same bytes. The template reads `data` by `#let data = json(bytes(sys.inputs.data))` (days and decimals as text). Letters
    come from the Noto packages alone, never from the system. Raises FileNotFoundError for an unknown template
    and typst.TypstError where the template is wrong.
    """
    source = TEMPLATES / f"{template}.typ"
    if not source.is_file():
        raise FileNotFoundError(source)
    return bytes(
        typst.compile(
            source,
            root=TEMPLATES,
            font_paths=fonts(),
            format="pdf",
            pdf_standards="a-2a",
            sys_inputs={"data": json.dumps(dict(data), cls=DjangoJSONEncoder, ensure_ascii=False)},
            timestamp=int((at or timezone.now()).timestamp()),
        )
    )
