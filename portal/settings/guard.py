"""Production settings that refuse to start."""

from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe(findings: dict[str, bool]) -> None:
    """Raise ImproperlyConfigured with every sentence whose finding is true, all at once."""
    wrong = [sentence for sentence, is_wrong in findings.items() if is_wrong]
    if wrong:
        raise ImproperlyConfigured("Production does not start like this: " + "; ".join(wrong) + ".")
