"""Three lessons of the course in both languages, each with the minutes it takes to read."""

from .alongside import ALONGSIDE
from .recognition import RECOGNITION
from .who import WHO

LESSONS = [(WHO, 8), (RECOGNITION, 12), (ALONGSIDE, 10)]
