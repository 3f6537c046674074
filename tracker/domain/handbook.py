"""The page about the moves, and its picture: written from the table, so that they cannot differ."""

from collections.abc import Iterator

from tracker.domain import guards
from tracker.domain.guards import Guard
from tracker.domain.vocabulary import Stage
from tracker.domain.workflow import ENTRIES, STEPS, Step

#: What each condition is called in the table; None stands for what needs no word.
_WORDS = {
    Guard.NOTE: "a note says why",
    Guard.CHECKABILITY: "it is said what kind of statement it is",
    Guard.ASSIGNEE: "somebody is named who checks it (the mover, if nobody is)",
    Guard.OWN: "the mover is that person, or an editor",
    Guard.BY_ASSIGNEE: "by the person who checks it",
    Guard.BY_ASSIGNEE_OR_EDITOR: "by the person who checks it, or an editor",
    Guard.VERDICTS: "both verdicts are given",
    Guard.EXPLANATION: "the verdict is explained",
    Guard.SPEAKER: "the speaker is named, or an anonymous source",
    Guard.SOURCES: "enough independent sources",
    Guard.SNAPSHOTS: "a copy of each source",
    Guard.REPLY: "the other side was asked, or it is said why not",
    Guard.COMMENTS: "no open comment",
    Guard.SECOND_VERDICT: "a blind second verdict, where the newsroom wants one",
    Guard.AGREEMENT: "which is at most a step away",
    Guard.SECOND_PERSON: "the mover has not worked on it",
    Guard.PREFLIGHT: "no rule of reports is broken",
    Guard.AS_BEFORE: "back to where it came from",
    Guard.AS_REPORTED: "back to where its report stands",
    Guard.REPORT_IN_FORCE: "its report is in force",
    Guard.NO_REPORT_IN_FORCE: "no report of it is in force",
}
_OPENING = """# The way of a claim

This page is written by `tracker workflow` from the table in `tracker/domain/workflow.py`; a test
fails where the two differ. The page of a claim, the command line, the API and bulk actions all go
through that table, and nothing else moves a claim.

The stage is that of the version being worked on. A report that is out stays as it went out, under
its address, until the next version goes out or the report is retracted.

![The stages of a claim and the moves between them](workflow.svg)

| no. | from | to | button | who | what must hold |
|---|---|---|---|---|---|
"""
_CLOSING = """
Where two roles are named, the first proposes the move and another person, of the second, confirms
it. A report that is being corrected stays out; its correction goes through moves 8 to 10 again and
takes the next number, or it is given up: then the claim says again what its report says. A
retracted report leaves its address and the reason, and its number goes on.

How many sources are enough, whether the other side must be asked, whether there are blind second
verdicts, and whether a newsroom of one does without the second person, is set by
`TRACKER_MINIMUM_SOURCES` (2), `TRACKER_REPLY_REQUIRED` (yes), `TRACKER_BLIND_VERDICTS` (no) and
`TRACKER_SINGLE_READER` (no; every page and report then says so).
"""

#: Where each stage stands in the picture: column and row.
_PLACES = {
    Stage.PROPOSED: (0, 0),
    Stage.NEW: (1, 0),
    Stage.TRIAGED: (2, 0),
    Stage.IN_PROGRESS: (2, 1),
    Stage.IN_REVIEW: (2, 2),
    Stage.APPROVED: (2, 3),
    Stage.PUBLISHED: (1, 3),
    Stage.CORRECTED: (1, 2),
    Stage.RETRACTED: (1, 1),
    Stage.DECLINED: (0, 1),
    Stage.ARCHIVED: (0, 3),
}
_WIDE, _HIGH, _BOX, _TALL, _EDGE = 250, 110, 130, 40, 30


def page() -> str:
    """Write the page as Markdown."""
    return _OPENING + "".join(f"{row}\n" for row in _rows()) + _CLOSING


def picture() -> str:
    """Draw the stages and moves as SVG; what can be archived is told beside the arrows."""
    width, height = 2 * _WIDE + _BOX + 2 * _EDGE, 3 * _HIGH + _TALL + 2 * _EDGE
    pairs = {(step.start, step.to): step for step in STEPS if step.number != _ARCHIVING}
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="13" role="img">'
        ),
        "<title>The stages of a claim and the moves between them</title>",
        '<rect width="100%" height="100%" fill="#fbf8f1"/>',
        (
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
            'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>'
        ),
        *(_arrow(step) for step in pairs.values()),
        *(_box(stage) for stage in _PLACES),
        (
            f'<text x="{_EDGE}" y="{height - 8}" fill="#555">17: any stage but published and '
            "corrected to archived, and back</text>"
        ),
        "</svg>\n",
    ]
    return "\n".join(parts)


_ARCHIVING = 17


def _rows() -> Iterator[str]:
    for entry in ENTRIES:
        who = entry.role.label if entry.role else "the program"
        yield f"| {entry.number} | | {entry.to.label} | {entry.verb} | {who} | |"
    for step in STEPS:
        asked = "; ".join(_WORDS[guard] for guard in step.guards)
        yield (
            f"| {step.number} | {step.start.label} | {step.to.label} | {step.verb} "
            f"| {_who(step)} | {asked} |"
        )


def _who(step: Step) -> str:
    second = " or ".join(role.label.lower() for role in step.confirmers)
    return f"{step.role.label}, then {second}" if second else step.role.label


def _corner(stage: Stage) -> tuple[int, int]:
    column, row = _PLACES[stage]
    return _EDGE + column * _WIDE, _EDGE + row * _HIGH


def _box(stage: Stage) -> str:
    x, y = _corner(stage)
    fill = "#0f5c63" if stage in guards.IN_FORCE else "#ffffff"
    ink = "#ffffff" if stage in guards.IN_FORCE else "#1a1a17"
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX}" height="{_TALL}" rx="5" fill="{fill}" '
        f'stroke="#0f5c63"/><text x="{x + _BOX // 2}" y="{y + 25}" text-anchor="middle" '
        f'fill="{ink}">{stage.label}</text>'
    )


def _arrow(step: Step) -> str:
    """Draw a bent line from box to box; there and back bend to different sides."""
    (x, y), (to_x, to_y) = (_middle(stage) for stage in (step.start, step.to))
    across, down = to_x - x, to_y - y
    # Past another box the line has to go around it.
    turn = 0.75 if across == 0 and abs(down) > _HIGH else 0.12
    bend_x, bend_y = (x + to_x) / 2 - down * turn, (y + to_y) / 2 + across * turn
    start_x, start_y = _rim(x, y, bend_x, bend_y)
    end_x, end_y = _rim(to_x, to_y, bend_x, bend_y)
    at_x, at_y = (start_x + 2 * bend_x + end_x) / 4, (start_y + 2 * bend_y + end_y) / 4
    return (
        f'<path d="M{start_x:.0f} {start_y:.0f}Q{bend_x:.0f} {bend_y:.0f} {end_x:.0f} {end_y:.0f}" '
        f'fill="none" stroke="#555" marker-end="url(#tip)"/>'
        f'<text x="{at_x:.0f}" y="{at_y + 4:.0f}" text-anchor="middle" fill="#555" '
        f'stroke="#fbf8f1" stroke-width="4" paint-order="stroke">{step.number}</text>'
    )


def _middle(stage: Stage) -> tuple[float, float]:
    x, y = _corner(stage)
    return x + _BOX / 2, y + _TALL / 2


def _rim(x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    """Return where a line from the middle of a box leaves it."""
    across, down = to_x - x, to_y - y
    wide = abs(_BOX / 2 / across) if across else 99.0
    tall = abs(_TALL / 2 / down) if down else 99.0
    part = min(wide, tall, 1.0)
    return x + across * part, y + down * part
