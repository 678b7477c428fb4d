"""Mail to volunteers, in their language, once each, in the caller's transaction."""

from collections.abc import Sequence

from portal.mail.send import queue
from volunteers.models import Shift, Signup


def tell(template: str, signup: Signup, *, once: str = "", alternatives: Sequence[Shift] = ()) -> None:
    """Queue `template` for the person of `signup`; `once` tells two mails of one kind apart."""
    shift = signup.shift
    queue(
        template=template,
        to=signup.person,
        language=signup.person.language,
        context={
            "signup": signup,
            "shift": shift,
            "role": signup.demand.role,
            "place": shift.place,
            "alternatives": alternatives,
        },
        key=(template, str(signup.pk), once) if once else (template, str(signup.pk)),
        thread=f"shift-{shift.pk}-{signup.person_id}",
    )
