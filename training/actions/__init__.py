"""What people intend with courses: one function each, atomic, locked, `by=` whoever acts."""

from .editions import cancel_edition, cancel_session, change_capacity, finish_edition, publish_edition, revise_edition
from .enrolling import accept_offer, approve, cancel_enrolment, decline_offer, enrol, fee_returns, put_first, reject
from .learning import issue_certificate, mark_lesson_read, revoke_certificate
from .paying import begin_payment, latest_payment, mark_refunded, refresh_payment, settle_enrolment, write_again
from .refusals import (
    CapacityTooSmall,
    EditionFull,
    EnrolmentClosed,
    NoLongerPossible,
    NotYetEarned,
    SessionIsAnnounced,
)
from .returning import note_refund
from .waiting import catch_up, move_waiting_lists

__all__ = [
    "CapacityTooSmall",
    "EditionFull",
    "EnrolmentClosed",
    "NoLongerPossible",
    "NotYetEarned",
    "SessionIsAnnounced",
    "accept_offer",
    "approve",
    "begin_payment",
    "cancel_edition",
    "cancel_enrolment",
    "cancel_session",
    "catch_up",
    "change_capacity",
    "decline_offer",
    "enrol",
    "fee_returns",
    "finish_edition",
    "issue_certificate",
    "latest_payment",
    "mark_lesson_read",
    "mark_refunded",
    "move_waiting_lists",
    "note_refund",
    "publish_edition",
    "put_first",
    "refresh_payment",
    "reject",
    "revise_edition",
    "revoke_certificate",
    "settle_enrolment",
    "write_again",
]
