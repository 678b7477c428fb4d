"""What training knows. Seats and states change through training.actions only."""

from .certificates import Certificate, check_character, new_code, read_code
from .courses import Course, Edition, Mode, english_ordinal
from .enrolments import LIVE, SEAT_HOLDING, TIMED, TRANSITIONS, Enrolment, EnrolmentEvent, LessonProgress, State
from .pages import CoursePage, LessonPage
from .sessions import Session

__all__ = [
    "LIVE",
    "SEAT_HOLDING",
    "TIMED",
    "TRANSITIONS",
    "Certificate",
    "Course",
    "CoursePage",
    "Edition",
    "Enrolment",
    "EnrolmentEvent",
    "LessonPage",
    "LessonProgress",
    "Mode",
    "Session",
    "State",
    "check_character",
    "english_ordinal",
    "new_code",
    "read_code",
]
