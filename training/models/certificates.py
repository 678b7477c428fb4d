"""Certificates that anybody can check, and nobody can guess."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.folding import DASHES, fold_digits

from .courses import Course, Edition
from .enrolments import Enrolment

# Crockford's base 32: no I, L, O, U, so that nothing is misread aloud or on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 16  # five bits each: 80 random bits
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_IGNORED = set(DASHES) | set(" \u3000\t\r\n")


def check_character(body: str) -> str:
    """Luhn's sum modulo 32: notices every single wrong character and nearly every swap of neighbours."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character)
        doubled = value * 2 if position % 2 == 0 else value
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def new_code() -> str:
    body = "".join(secrets.choice(ALPHABET) for _position in range(RANDOM_CHARACTERS))
    return body + check_character(body)


def read_code(typed: str) -> str | None:
    """The code as stored, from what somebody typed or read aloud; None where it cannot be one."""
    text = fold_digits(typed).translate({ord("Ａ") + n: chr(ord("A") + n) for n in range(26)}).upper()
    code = "".join(_READ_AS.get(character, character) for character in text if character not in _IGNORED)
    if len(code) != RANDOM_CHARACTERS + 1 or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


class Certificate(models.Model):
    """Says that a person took a course. The name is a snapshot of the day of issue."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")

    code = models.CharField(_("number"), max_length=17, unique=True, default=new_code, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    name = models.CharField(_("name"), max_length=130, blank=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificates")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state="valid"), name="one_valid_certificate_per_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(state="valid", revoked_at__isnull=True) | Q(state="revoked", revoked_at__isnull=False),
                name="revoked_certificates_say_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code_in_groups

    @property
    def code_in_groups(self) -> str:
        """XXXX-XXXX-XXXX-XXXX-X, as printed."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID
