"""tracker drift."""

import time
from collections import Counter
from urllib.parse import urlsplit

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import operator, reading, writing
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.evidence_words import DriftState
from tracker.services.sourcing import drift as sources
from tracker.services.sourcing.drift import Seen, Source


@click.command("drift")
@click.option("--claim", "claim_id", type=int, help="Only the sources of this claim.")
@click.option(
    "--pause",
    type=click.FloatRange(0, 3600),
    default=2.0,
    show_default=True,
    help="Seconds between two looks at one site.",
)
def drift(claim_id: int | None, pause: float) -> None:
    """Look again at the sources of claims, and tell which have changed or are gone.

    Each address is read once, one after the other. What was found stands beside the source on the
    claim's page.
    """
    if not Settings.from_environ().fetch:
        raise Refusal("TRACKER_FETCH is off, so no source can be looked at")
    with reading() as session:
        due = sources.due(session, claim_id)
    counts, seen, last = Counter[DriftState](), dict[str, Seen](), dict[str, float]()
    for source in due:
        if source.url not in seen:
            _wait(urlsplit(source.url).hostname or "", last, pause)
            seen[source.url] = sources.look(source.url)
        counts[_record(source, seen[source.url])] += 1
    click.echo(_summary(len(due), counts))


def _wait(site: str, last: dict[str, float], pause: float) -> None:
    """Sleep as long as the site should be left alone."""
    left = last.get(site, float("-inf")) + pause - time.monotonic()
    if left > 0:
        time.sleep(left)
    last[site] = time.monotonic()


def _record(source: Source, seen: Seen) -> DriftState:
    # One look at a time: a long run that is broken off keeps what it has found.
    with writing() as session:
        check = sources.record(session, source, seen, actor=operator(), at=now())
        session.commit()
    if check.state is not DriftState.UNCHANGED:
        stands = ", the passage still stands there" if check.passage_found else ""
        why = f": {check.reason}" if check.reason else ""
        click.echo(f"claim {source.claim_id}: {source.url} {check.state.label}{stands}{why}")
    return check.state


def _summary(total: int, counts: Counter[DriftState]) -> str:
    parts = ", ".join(f"{counts[state]} {state.label.lower()}" for state in DriftState)
    return f"Looked at {total} sources: {parts}."
