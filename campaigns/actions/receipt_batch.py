"""January's work: every receipt that a year still owes, as a job that may be killed and begun again."""

from typing import Any

from django.db import transaction

from campaigns.models import Donation
from campaigns.queries.receipts import Due, due
from portal.jobs.actions import Progress, start
from portal.jobs.models import Job
from portal.payments.models import ReceiptIssuer
from portal.people.errors import Refused
from portal.people.models import Person

from .receipts import issue_annual_statement, issue_receipt

NAMED_AT_MOST = 100


@transaction.atomic
def start_receipts_of_year(*, year: int, by: Person, nonce: str = "") -> Job:
    """Begin the batch; `issue_receipts_of_year` does the work. The same `nonce` again is the same batch.

    Batches begin one after the other, under the issuer's lock.
    """
    ReceiptIssuer.objects.select_for_update().order_by("pk").first()
    if nonce and (begun := Job.objects.filter(kind="receipts", parameters__nonce=nonce).first()):
        return begun
    return start(kind="receipts", parameters={"year": year, "nonce": nonce}, by=by)


def issue_receipts_of_year(job: Job, progress: Progress) -> dict[str, Any]:
    """Issue what `job.parameters["year"]` owes, each receipt with its mail in a transaction of its own.

    Killed and begun again it goes on where it stopped, because what is on a receipt is not due any more. What cannot
    be issued is left and named in the result. Raises NoIssuer.
    """
    waiting = due(int(job.parameters["year"]))
    issued, left = 0, []
    progress(0, len(waiting))
    for done, one in enumerate(waiting, start=1):
        try:
            _issue(one, job.by)
            issued += 1
        except Refused as refused:
            left.append({"gift": str(one.donations[-1].pk), "why": refused.sentence})
        progress(done, len(waiting))
    return {"issued": issued, "left": len(left), "left_because": left[:NAMED_AT_MOST]}


def _issue(one: Due, by: Person | None) -> None:
    gifts: list[Donation] = one.donations
    if len(gifts) == 1:
        issue_receipt(donation=gifts[0], by=by)
    else:
        issue_annual_statement(donations=gifts, by=by)
