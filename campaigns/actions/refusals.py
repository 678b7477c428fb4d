"""What the campaigns domain refuses, and where to go instead. Sentences are written for the reader."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Donation, FundraisingPage, Race, Runner, Team
from portal.people.errors import Refused


class NotAskingForGifts(Refused):
    """The campaign is over, or has not begun."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            _("“%(name)s” does not take gifts at the moment.") % {"name": campaign.name},
            way_out_url=reverse("campaigns:campaign-list"),
            way_out_label=_("See what you can give to now"),
        )


class PageTakesNoGifts(Refused):
    """The runner's page is closed or resting; the campaign may still ask."""

    def __init__(self, page: FundraisingPage) -> None:
        super().__init__(
            _("This runner's page does not take gifts at the moment."),
            way_out_url=f"{reverse('campaigns:give')}?campaign={page.campaign.slug}",
            way_out_label=_("Give to “%(name)s” instead") % {"name": page.campaign.name},
        )


class AlreadyGiven(Refused):
    """An earlier attempt at this gift was paid in the meantime, or has a slip to be paid with."""

    def __init__(self, donation: Donation) -> None:
        super().__init__(
            _("This gift has been made already. Nothing more was charged."),
            way_out_url=donation.get_absolute_url(),
            way_out_label=_("Follow this gift"),
        )
        self.donation = donation


class TermsChanged(Refused):
    """The donor agreed to a version of the terms that is no longer the campaign's."""

    def __init__(self) -> None:
        super().__init__(_("The gift terms have changed since you opened this page. Please read them again."))


class ApplicationsClosed(Refused):
    def __init__(self, race: Race) -> None:
        super().__init__(
            _("Applications for this race are not open now."),
            way_out_url=race.campaign.get_absolute_url(),
            way_out_label=_("See the campaign"),
        )


class TooYoung(Refused):
    def __init__(self, race: Race) -> None:
        super().__init__(
            _("Runners must be at least %(age)s years old on race day.") % {"age": race.minimum_age},
            way_out_url=race.campaign.get_absolute_url(),
            way_out_label=_("Other ways to join in"),
        )


class AlreadyApplied(Refused):
    def __init__(self, runner: Runner) -> None:
        super().__init__(
            _("You have already applied for this race. We will write to you."),
            way_out_url=runner.race.campaign.get_absolute_url(),
            way_out_label=_("See the campaign"),
        )


class NotFromHere(Refused):
    """A state cannot follow from the one that is there (the transition tables of Runner and FundraisingPage)."""

    def __init__(self, have: str, want: str) -> None:
        super().__init__(_("“%(want)s” cannot follow “%(have)s”.") % {"want": want, "have": have})


class PlaceEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This place in the race has ended: there is nothing to plan any more."))


class GatheringFull(Refused):
    def __init__(self) -> None:
        super().__init__(_("All places of this gathering are taken."))


class GatheringOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("This gathering has already begun, or was called off."))


class OnlyForRunners(Refused):
    def __init__(self) -> None:
        super().__init__(_("This gathering is for the runners of this race."))


class AlreadyDecided(Refused):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__(_("A colleague has already decided this. The list is up to date now."))


class AlreadyInATeam(Refused):
    """One team at a time: what is given to a runner counts for one."""

    def __init__(self, team: Team) -> None:
        super().__init__(
            _("You are in the team “%(name)s”. Please leave it first.") % {"name": team.name},
            way_out_url=team.get_absolute_url(),
            way_out_label=_("See your team"),
        )


class NotOfThisRace(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only runners with a confirmed place in this race can be in this team."))


class TeamNameTaken(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("There is a team called “%(name)s” already. Please choose another name.") % {"name": name})


class NeedsSecondPerson(Refused):
    """Two pairs of eyes for every yen that came without Stripe."""

    def __init__(self) -> None:
        super().__init__(
            _("You entered this gift yourself. Please ask a colleague to look at the evidence and confirm it.")
        )


class NotYetReceived(Refused):
    def __init__(self) -> None:
        super().__init__(_("The day of receipt is still to come. Please enter a gift when its money is here."))


class NotInTheBooks(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only a confirmed gift can be reversed, and only once."))


class SameTarget(Refused):
    def __init__(self) -> None:
        super().__init__(_("The gift is there already."))


class NothingToMove(Refused):
    def __init__(self) -> None:
        super().__init__(_("No money of this gift is here, so there is nothing to move."))
