"""QR codes as SVG, for pages and for papers. The only module that imports qrcode."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4  # modules of white around, as ISO/IEC 18004 asks for


def dots_of(text: str) -> tuple[int, str]:
    """Modules per side, quiet zone included, and the dark ones as one SVG path, run by run."""
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return len(rows), "".join(runs)


def draw_qr(text: str, *, label: str) -> SafeString:
    """Black on white in every theme: cameras read nothing else reliably. `label` says what it opens."""
    side, path = dots_of(text)
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" '
        'shape-rendering="crispEdges"><rect width="{0}" height="{0}" fill="#FFFFFF"/><path d="{2}" fill="#000000"/></svg>',
        side,
        label,
        path,
    )
