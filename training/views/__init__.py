"""Pages of courses: read a form, call one action, render."""

from .enrolling import answer_offer, cancel, enrol, pay, welcome
from .learning import learn, lesson
from .showing import course_detail, course_list

__all__ = [
    "answer_offer",
    "cancel",
    "course_detail",
    "course_list",
    "enrol",
    "learn",
    "lesson",
    "pay",
    "welcome",
]
