"""People for tests."""

import itertools

from portal.people.models import Person

_number = itertools.count(1)


def make_person(**overrides) -> Person:
    """A person with a name and an address of their own."""
    n = next(_number)
    fields = {
        "email": f"person{n}@example.org",
        "family_name": "山田",
        "given_name": f"花子{n}",
        "latin_name": f"Hanako Yamada {n}",
        "language": "ja",
    } | overrides
    return Person.objects.create_user(**fields)
