"""What learners type."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnrolForm(forms.Form):
    """Which edition, and whether the reduced fee applies."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    student = forms.BooleanField(
        label=_("I am a student (school, college, university)"),
        required=False,
        help_text=_("We ask to see your student card when the course begins, at the venue or on screen."),
    )
