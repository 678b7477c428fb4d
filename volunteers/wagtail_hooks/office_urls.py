"""Every address of volunteering's back office outside Wagtail's own lists."""

from django.urls import URLPattern, path
from wagtail import hooks

from . import asking, board, desk, importing, letters


@hooks.register("register_admin_urls")
def office_urls() -> list[URLPattern]:
    return [
        path("volunteering/board/", board.show_board, name="volunteers_board"),
        path("volunteering/days/", board.show_days, name="volunteers_days"),
        path("volunteering/digest/", board.choose_digest, name="volunteers_digest"),
        path("volunteering/import/", importing.bring, name="volunteers_imports"),
        path("volunteering/import/<slug:kind>.xlsx", importing.give_template, name="volunteers_template"),
        path("volunteering/import/<int:pk>/", importing.show_import, name="volunteers_import"),
        path("volunteering/import/<int:pk>/begin/", importing.begin_import, name="volunteers_import_begin"),
        path("volunteering/import/<int:pk>/rows.xlsx", importing.give_bad_rows, name="volunteers_import_bad"),
        path("volunteering/letters/", letters.write_letter, name="volunteers_letter"),
        path("volunteering/letters/<int:pk>/", letters.show_letter, name="volunteers_letter_sent"),
        path("volunteering/demands/<int:pk>/ask/", asking.ask, name="volunteers_ask"),
        path("volunteering/shifts/<int:pk>/", desk.show_desk, name="volunteers_desk"),
        path("volunteering/shifts/<int:pk>/act/", desk.act, name="volunteers_act"),
    ]
