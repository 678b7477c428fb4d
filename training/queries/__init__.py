"""What others ask training."""

from .certificates import check_certificate
from .diary import occasions_for, public_occasions
from .gate import Gate, gate, lesson_at, lessons_of, read_lessons
from .hall import Hall, hall
from .standing import (
    BoardEdition,
    MyCourse,
    board,
    courses_with_editions,
    editions_of,
    live_enrolments,
    my_courses,
    next_edition,
    refunds_due,
    waiting_position,
    words_about,
)

__all__ = [
    "BoardEdition",
    "Gate",
    "Hall",
    "MyCourse",
    "board",
    "check_certificate",
    "courses_with_editions",
    "editions_of",
    "gate",
    "hall",
    "lesson_at",
    "lessons_of",
    "live_enrolments",
    "my_courses",
    "next_edition",
    "occasions_for",
    "public_occasions",
    "read_lessons",
    "refunds_due",
    "waiting_position",
    "words_about",
]
