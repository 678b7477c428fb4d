"""Languages that people speak with one another: ISO 639-1 codes and their names."""

from django.utils.translation import gettext_lazy as _

SPOKEN = [
    ("ja", _("Japanese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
    ("fa", _("Persian")),
    ("tr", _("Turkish")),
    ("ku", _("Kurdish")),
    ("my", _("Burmese")),
    ("vi", _("Vietnamese")),
    ("zh", _("Chinese")),
    ("ko", _("Korean")),
    ("ru", _("Russian")),
    ("uk", _("Ukrainian")),
    ("am", _("Amharic")),
    ("sw", _("Swahili")),
    ("ur", _("Urdu")),
    ("ne", _("Nepali")),
    ("si", _("Sinhala")),
    ("ta", _("Tamil")),
]
NAMES = dict(SPOKEN)
