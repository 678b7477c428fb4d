"""What the domain refuses, a class per case."""

from portal.people.errors import Refused
from volunteers.queries.obstacles import Kind, Obstacle


class ShiftCancelled(Refused):
    """It will not take place."""


class WindowClosed(Refused):
    """Signing up has not begun, or is over."""


class AlreadySignedUp(Refused):
    """One place, or one turn on the waiting list, per person and shift."""


class Overlapping(Refused):
    """Nobody is in two places at one time."""


class TooYoung(Refused):
    """Below the role's minimum age on the day of the shift, or of unknown age."""


class QualificationMissing(Refused):
    """A required qualification is not valid on the day of the shift."""


class LanguageMissing(Refused):
    """A required language is not among those the person speaks."""


class GuardianMissing(Refused):
    """A guardian has not agreed yet, or a child would come without an adult."""


class InsuranceMissing(Refused):
    """Not on the roster of the volunteer insurance on the day of the shift."""


class PromiseMissing(Refused):
    """The briefing is not read, or the pledge not given."""


class LimitReached(Refused):
    """A limit that a coordinator may override by name: rest, hours of a day, evenings of minors."""


class ReasonMissing(Refused):
    """Whoever overrides a rule, or declines somebody, says why."""


class NothingToDecide(Refused):
    """The request was answered or taken back already."""


class WrongGrade(Refused):
    """A child whose school grade a session does not ask for."""


class ShiftFull(Refused):
    """No place left."""


class NotSignedUp(Refused):
    """There is nothing to withdraw."""


class ShiftHasBegun(Refused):
    """Too late for the portal: the coordinator must be called."""


class OfferGone(Refused):
    """The offer ran out, or there was none."""


class HandOverGone(Refused):
    """Somebody was quicker, or the place is no longer given away."""


class HandOverNotNeeded(Refused):
    """People are waiting: a place that is given back goes to the next of them."""


class PartyTooLarge(Refused):
    """Fewer free places than seats: all or none."""


class PartySizeWrong(Refused):
    """Too few or too many for a party of this kind."""


class PartyClosed(Refused):
    """The time for naming is over, the link is an old one, or every seat has a name."""


class WouldClash(Refused):
    """Moving the shift would put somebody in two places at one time."""


class CapacityTooSmall(Refused):
    """Fewer places than people needed."""


class DemandInUse(Refused):
    """Somebody signed up for this role of the shift."""


class NotNow(Refused):
    """Too early or too late on the day."""


class HoursRefused(Refused):
    """Hours that cannot be claimed or approved like that."""


BY_KIND: dict[Kind, type[Refused]] = {
    Kind.FAMILY: GuardianMissing,
    Kind.CANCELLED: ShiftCancelled,
    Kind.NOT_YET_OPEN: WindowClosed,
    Kind.CLOSED: WindowClosed,
    Kind.SIGNED_UP: AlreadySignedUp,
    Kind.OVERLAP: Overlapping,
    Kind.BIRTH_DATE: TooYoung,
    Kind.AGE: TooYoung,
    Kind.QUALIFICATION: QualificationMissing,
    Kind.LANGUAGE: LanguageMissing,
    Kind.ALONGSIDE: GuardianMissing,
    Kind.GUARDIAN: GuardianMissing,
    Kind.INSURANCE: InsuranceMissing,
    Kind.BRIEFING: PromiseMissing,
    Kind.PLEDGE: PromiseMissing,
    Kind.LIMIT: LimitReached,
}


def refuse_for(obstacle: Obstacle | None) -> None:
    """Raises the case that belongs to `obstacle`; returns where nothing is in the way."""
    if obstacle is not None:
        raise BY_KIND[obstacle.kind](
            obstacle.sentence, way_out_url=obstacle.way_out_url, way_out_label=obstacle.way_out_label
        )
