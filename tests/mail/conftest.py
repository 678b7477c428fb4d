"""A mail of its own, so that the tests of the outbox need no domain's words."""

import pytest


@pytest.fixture
def templates_for_tests(settings, tmp_path):
    """`queue(template="greeting", …)` finds a greeting in both languages."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "greeting.subject.txt").write_text("{{ greeting }}\n & {{ language }}\n")
    (folder / "greeting.txt").write_text(
        '{% extends "emails/frame.txt" %}{% block body %}{{ greeting }} & {{ person.formal_name }}{% endblock %}'
    )
    (folder / "greeting.html").write_text(
        '{% extends "emails/frame.html" %}{% block body %}<p>{{ greeting }}</p>{% endblock %}'
    )
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
