"""Teams: who is in which, and whose team a gift counts for."""

from campaigns.models import FundraisingPage, Runner, Team, TeamMembership


def team_of_page(page: FundraisingPage | None) -> Team | None:
    """The team that a gift to this page counts for today: the page's own, or that of its runner."""
    if page is None:
        return None
    return page.team if page.runner is None else team_of_runner(page.runner)


def team_of_runner(runner: Runner) -> Team | None:
    """The team that the runner belongs to now."""
    membership = TeamMembership.objects.now().filter(runner=runner).select_related("team").first()
    return membership.team if membership else None
