"""Staff end a payer's monthly plan, because the payer rang or wrote (money.md 31)."""

import logging
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person

from .. import gateway
from ..errors import NotAtProvider, PaymentProviderDown, PlanNotRunning
from ..models import PlanEnding, RecurringPlan
from .plans import sync_plan
from .steps import lock_plan

logger = logging.getLogger(__name__)


def end_plan(plan_id: uuid.UUID, *, reason: str, by: Person) -> RecurringPlan:
    """End a plan at the provider, at once: nothing more is taken, what was paid stays. Audited, with the reason.

    The wish is committed before Stripe is asked, so that a crash in between loses nothing: `resume_endings` goes on. Our
    row then follows the subscription as it does after the payer's own hand or a webhook, which brings the payer's mail.
    Asked twice it is one wish. Call it OUTSIDE any transaction. Raises PlanNotRunning (nothing was asked),
    PaymentProviderDown (noted, and tried again by itself).
    """
    ending = _note(plan_id, reason=reason, by=by)
    try:
        return _ask(ending)
    except NotAtProvider as unknown:
        _give_up(ending, str(unknown))
        raise PlanNotRunning(
            _("The payment service does not know this plan, so there is nothing to end there. Please tell a colleague.")
        ) from unknown


@transaction.atomic(durable=True)
def _note(plan_id: uuid.UUID, *, reason: str, by: Person) -> PlanEnding:
    plan = lock_plan(plan_id)
    if not plan.is_running or not plan.stripe_subscription:
        raise PlanNotRunning(_("This plan does not run any more, so there is nothing to end."))
    ending, new = PlanEnding.objects.get_or_create(plan=plan, defaults={"reason": reason, "asked_by": by})
    if new:
        log(instance=plan, action="payments.end_plan", user=by, data={"reason": reason})
    elif ending.problem:
        ending.problem = ""
        ending.save(update_fields=["problem"])
    return ending


@transaction.atomic
def _ask(ending: PlanEnding) -> RecurringPlan:
    """End what still runs at Stripe, and converge. The plan stays locked meanwhile; what has ended is left alone."""
    plan = lock_plan(ending.plan_id)
    subscription = plan.stripe_subscription
    assert subscription is not None  # noqa: S101  # _note saw it
    plan = sync_plan(plan.pk, subscription)
    if not plan.is_running:
        return plan
    gateway.cancel_subscription(subscription)
    return sync_plan(plan.pk, subscription)


@transaction.atomic
def _give_up(ending: PlanEnding, words: str) -> None:
    """Stripe knows nothing of it: somebody must look, and may press again."""
    PlanEnding.objects.filter(pk=ending.pk).update(problem=words[:300])
    logger.error("Plan %s could not be ended: %s", ending.plan_id, words)


def resume_endings() -> int:
    """Go on with plans that staff ended while Stripe did not answer; how many have ended now."""
    done = 0
    for ending in PlanEnding.objects.unanswered().order_by("asked_at"):
        try:
            done += not _ask(ending).is_running
        except NotAtProvider as unknown:
            _give_up(ending, str(unknown))
        except PaymentProviderDown as error:
            logger.warning("Plan %s could not be ended: %s", ending.plan_id, error)
    return done
