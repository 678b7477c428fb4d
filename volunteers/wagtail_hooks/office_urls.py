"""Every address of volunteering's back office outside Wagtail's own lists."""

from django.urls import URLPattern, path
from wagtail import hooks

from . import (
    asking,
    board,
    deciding,
    desk,
    duties,
    events,
    importing,
    letters,
    qualifying,
    records,
    reports,
    seats,
    series,
    squads,
)


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
        path("volunteering/requests/", deciding.approvals, name="volunteers_approvals"),
        path("volunteering/demands/<int:pk>/assign/", deciding.assign, name="volunteers_assign"),
        path("volunteering/demands/<int:pk>/ask/", asking.ask, name="volunteers_ask"),
        path("volunteering/series/", series.show_list, name="volunteers_series"),
        path("volunteering/series/new/", series.add_series, name="volunteers_series_new"),
        path("volunteering/series/<int:pk>/", series.show_series, name="volunteers_series_one"),
        path("volunteering/series/<int:pk>/edit/", series.edit_series, name="volunteers_series_edit"),
        path("volunteering/series/<int:pk>/end/", series.end_series, name="volunteers_series_end"),
        path("volunteering/series/<int:pk>/leave-out/", series.leave_out, name="volunteers_series_leave_out"),
        path("volunteering/series/<int:pk>/members/<int:member>/", duties.end_duty, name="volunteers_duty_end"),
        path("volunteering/series/<int:pk>/members/add/", duties.add_duty, name="volunteers_duty_add"),
        path("volunteering/events/", events.show_list, name="volunteers_events"),
        path("volunteering/events/<int:pk>/", events.show_event, name="volunteers_event"),
        path("volunteering/events/<int:pk>/clone/", events.clone, name="volunteers_event_clone"),
        path("volunteering/events/<int:pk>/open/", events.open_event, name="volunteers_event_open"),
        path("volunteering/shifts/<int:pk>/squads/", squads.squads, name="volunteers_squads"),
        path("volunteering/hours/", reports.hours_report, name="volunteers_hours"),
        path("volunteering/hours/people/<int:pk>/", records.person_hours, name="volunteers_person_hours"),
        path("volunteering/hours/<int:pk>/take-back/", records.take_back, name="volunteers_take_back"),
        path("volunteering/certificates/", records.certificates, name="volunteers_certificates"),
        path("volunteering/certificates/<int:pk>/revoke/", records.revoke, name="volunteers_revoke"),
        path("volunteering/qualifications/", qualifying.qualifications, name="volunteers_qualifications"),
        path("volunteering/qualifications/<int:pk>/end/", qualifying.end, name="volunteers_qualification_end"),
        path("volunteering/insured/", reports.insured, name="volunteers_insured"),
        path("volunteering/roster/", reports.day_roster, name="volunteers_day_roster"),
        path("volunteering/shifts/<int:pk>/", desk.show_desk, name="volunteers_desk"),
        path("volunteering/shifts/<int:pk>/check-in/", desk.show_check_in, name="volunteers_check_in"),
        path("volunteering/shifts/<int:pk>/act/", desk.act, name="volunteers_act"),
        path("volunteering/shifts/<int:pk>/cancel/", seats.cancel, name="volunteers_cancel"),
        path("volunteering/seats/<int:pk>/act/", seats.act_on_seat, name="volunteers_seat_act"),
        path("volunteering/seats/<int:pk>/take-off/", seats.take_off, name="volunteers_take_off"),
    ]
