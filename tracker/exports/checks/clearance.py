"""Which records may leave in a format for the public, and why the others may not."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage, Visibility
from tracker.exports.addresses import is_on_site
from tracker.exports.checks.preflight import obstacle
from tracker.exports.context import ExportContext

REPEATED = "repeated"
#: Bytes that are added at once, each for eight claims.
_ROOM = 4096


def cleared(
    records: Iterable[ClaimRecord],
    context: ExportContext,
    *,
    left_out: Counter[str],
    with_withdrawn: bool = False,
) -> Iterator[ClaimRecord]:
    """Yield each report that may leave, once; count the others in ``left_out`` by reason.

    A format that can say that a report was taken back asks for those, too.
    """
    seen = bytearray()
    for record in records:
        may_leave = with_withdrawn and is_withdrawn(record, context)
        found = None if may_leave else obstacle(record, context)
        if found:
            left_out[found.rule] += 1
        elif _is_repeated(record.claim_id, seen):
            left_out[REPEATED] += 1
        else:
            yield record


def is_withdrawn(record: ClaimRecord, context: ExportContext) -> bool:
    """Tell whether readers must learn that a report is retracted, since they could read it."""
    return (
        record.stage is Stage.RETRACTED
        and record.visibility is Visibility.PUBLIC
        and record.first_published_at is not None
        and is_on_site(record.public_url, context.base_url)
    )


def _is_repeated(claim_id: int, seen: bytearray) -> bool:
    """Tell whether the number was met before; a bit a claim keeps memory small."""
    place, bit = claim_id >> 3, 1 << (claim_id & 7)
    if place >= len(seen):
        seen.extend(bytes(place + _ROOM - len(seen)))
    was_seen = bool(seen[place] & bit)
    seen[place] |= bit
    return was_seen
