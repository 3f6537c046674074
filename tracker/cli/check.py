"""tracker check."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import click

from tracker.cli.choices import require_known, selects_claims
from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.commands import Selection
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage
from tracker.exports import ExportContext
from tracker.exports.checks import preflight
from tracker.exports.checks.preflight import Severity
from tracker.exports.checks.rules import IN_FORCE
from tracker.services.reporting import publishing

#: What can leave the house, now or by one move, and so is checked where nothing else is asked for.
_LEAVING = (Stage.APPROVED, Stage.PUBLISHED, Stage.CORRECTED)
#: Where the work on a claim rests, and what counts is what readers have.
_OUT = (*IN_FORCE, Stage.RETRACTED)


@click.command("check")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@selects_claims
@click.pass_context
def check(ctx: click.Context, /, *, strict: bool, **wanted: Any) -> None:
    """Hold reports to the rules that they must keep before they leave.

    A published claim is checked as it went out, another as it would be once it is published.
    Without options, every claim that is approved or published is checked. The exit code is 1
    where a rule that keeps a report in is broken.
    """
    selection = Selection(**wanted)
    if selection == Selection():
        selection = replace(selection, stages=_LEAVING)
    with reading() as session:
        require_known(session, selection)
        context = publishing.context(Settings.from_environ(), at=publishing.as_of(session))
        records = publishing.standing(
            session, selection, site=context.base_url, at=now(), stages=_OUT
        )
        found = _tell(records, context)
    _sum_up(found)
    if found[Severity.ERROR] or (strict and found[Severity.WARN]):
        ctx.exit(1)


def _tell(records: Iterable[ClaimRecord], context: ExportContext) -> Counter[str]:
    """Print what each claim breaks, and return how many claims and findings there are."""
    counted: Counter[str] = Counter()
    for record in records:
        counted["claims"] += 1
        findings = preflight.findings(preflight.as_published(record, context), context)
        if findings:
            click.echo(f"Claim {record.claim_id}: {record.wording}")
            click.echo(f"  {context.base_url}/claims/{record.claim_id}")
        for finding in findings:
            counted[finding.severity] += 1
            click.echo(f"  {finding.severity}  {finding.rule}  [{finding.field}]")
            click.echo(f"         {finding.message} ({finding.source})")
    return counted


def _sum_up(counted: Counter[str]) -> None:
    errors, warnings = counted[Severity.ERROR], counted[Severity.WARN]
    click.echo(f"{counted['claims']} claims checked: {errors} errors, {warnings} warnings.")
