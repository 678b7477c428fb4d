"""One's own account: languages, profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from .access import signed_in
from .addresses import clean_postcode, look_up
from .forms import ProfileForm


def to_a_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the visitor's language (portal.people.middleware), Japanese otherwise."""
    query = request.META["QUERY_STRING"]
    response = HttpResponseRedirect(f"/{get_language()}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, address, languages. `look_up` fills the address from the postcode and keeps all that was typed."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "people/profile.html", {"form": ProfileForm(instance=person)})
    if "look_up" in request.POST:
        typed, sentence = with_address(request.POST)
        form = ProfileForm(instance=person, initial=typed)
        return render(request, "people/profile.html", {"form": form, "address_sentence": sentence})
    form = ProfileForm(request.POST, instance=person)
    if not form.is_valid():
        return render(request, "people/profile.html", {"form": form}, status=422)
    person = form.save()
    with override(person.language):
        messages.success(request, _("Your details are saved."))
        return redirect("people:profile")


def with_address(posted: QueryDict) -> tuple[dict[str, object], str]:
    """What was typed, with prefecture and city of its postcode, and a sentence where there is none."""
    typed: dict[str, object] = {name: posted[name] for name in posted}
    typed["languages_spoken"] = posted.getlist("languages_spoken")
    try:
        postcode = clean_postcode(posted.get("postcode", ""))
    except ValueError:
        return typed, _("A postcode has seven digits, like 101-0065.")
    area = look_up(postcode)
    if area is None:
        return typed, _("We do not know this postcode. Please write the address yourself.")
    return typed | {"postcode": postcode, "prefecture": area.prefecture, "city": area.city}, ""
