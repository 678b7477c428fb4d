"""What every page with a form keeps to."""

from django.conf import settings


def test_no_page_hides_where_its_own_form_comes_from():
    """Under `no-referrer` browsers send `Origin: null` with a form, and the protection against forged forms refuses it.

    Only answers without a form, calendar files, may say so; pages whose address is a key say `same-origin`.
    """
    saying = [
        str(path.relative_to(settings.BASE_DIR))
        for area in ("portal", "volunteers", "campaigns", "training", "home")
        for path in (settings.BASE_DIR / area).rglob("*.py")
        if '= "no-referrer"' in path.read_text(encoding="utf-8")
    ]
    assert saying == ["home/feeds.py"]
