"""The life of a fundraising page: opened, written, read by somebody, live, resting, closed."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from campaigns.models import FundraisingPage, PageEdit, Runner
from portal.people.models import Person

from .refusals import NotFromHere

State = FundraisingPage.State
RESERVED = frozenset({"apply", "teams"})  # addresses below /run/ that are not a runner's


def locked(page: FundraisingPage) -> FundraisingPage:
    """The page as it is now, its row locked until the transaction ends."""
    return (
        FundraisingPage.objects.select_for_update(of=("self",))
        .select_related("campaign", "runner", "team")
        .get(pk=page.pk)
    )


def move(page: FundraisingPage, to: str) -> None:
    """One step of the page's transition table. Raises NotFromHere."""
    if not page.may_become(to):
        raise NotFromHere(page.get_state_display(), str(State(to).label))
    page.state = to
    if to == State.LIVE and page.live_since is None:
        page.live_since = timezone.now()


@transaction.atomic
def open_page(*, runner: Runner) -> FundraisingPage:
    """A draft page of the runner's own; the one that exists, where there is one."""
    person = runner.person
    page, _created = FundraisingPage.objects.get_or_create(
        runner=runner,
        defaults={
            "campaign": runner.race.campaign,
            "slug": free_slug(person.latin_name or f"runner-{runner.pk}"),
            "name_ja": f"{person.family_name} {person.given_name}".strip() or f"Runner {runner.pk}",
            "name_en": person.latin_name,
            "target_jpy": max(runner.pledge_jpy, runner.race.minimum_pledge_jpy),
            "avatar_seed": f"runner-{person.uuid.hex[:12]}",
        },
    )
    return page


def free_slug(name: str) -> str:
    """`Sakura Ito` → `sakura-ito`; where that is taken, `sakura-ito-2` and so on."""
    base = slugify(name)[:40] or "runner"
    pages = FundraisingPage.objects.filter(Q(slug=base) | Q(slug__startswith=f"{base}-"))
    taken = RESERVED | set(pages.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def propose_text(*, page: FundraisingPage, words: dict[str, str], by: Person) -> PageEdit:
    """Hand in title and story; a draft waits from now on, a live page stays as it is until they are read.

    `words` has the keys PageEdit.WORDS. Raises NotFromHere where the page is closed.
    """
    page = locked(page)
    if page.state == State.CLOSED:
        raise NotFromHere(page.get_state_display(), str(PageEdit.State.WAITING.label))
    page.edits.filter(state=PageEdit.State.WAITING).update(state=PageEdit.State.REPLACED, decided_at=timezone.now())
    if page.state == State.DRAFT:
        move(page, State.PENDING)
        page.save(update_fields=["state"])
    return PageEdit.objects.create(page=page, **{key: words.get(key, "") for key in PageEdit.WORDS})


@transaction.atomic
def set_target(*, page: FundraisingPage, target_jpy: int, by: Person) -> FundraisingPage:
    """A target is a number: it counts at once."""
    page = locked(page)
    page.target_jpy = target_jpy
    page.save(update_fields=["target_jpy"])
    return page


@transaction.atomic
def pause_page(*, page: FundraisingPage, by: Person) -> FundraisingPage:
    """Let a page rest: nobody else sees it until it is resumed. Raises NotFromHere."""
    return _step(page, State.PAUSED)


@transaction.atomic
def resume_page(*, page: FundraisingPage, by: Person) -> FundraisingPage:
    """Show a resting page again. Raises NotFromHere."""
    return _step(page, State.LIVE)


@transaction.atomic
def close_page(*, page: FundraisingPage, by: Person | None) -> FundraisingPage:
    """Stop asking for gifts; what was given stays, and what still arrives is kept. Closing twice is once."""
    page = locked(page)
    return page if page.state == State.CLOSED else _step(page, State.CLOSED)


def _step(page: FundraisingPage, to: str) -> FundraisingPage:
    page = locked(page)
    move(page, to)
    page.save(update_fields=["state", "live_since"])
    return page
