"""The demonstration's members at work: each act goes through the service that people use."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import ArticleDraft, ClaimEdit, SpeakerEdit
from tracker.domain.errors import TrackerError
from tracker.domain.evidence import Capture, ReplyEdit
from tracker.domain.evidence_words import ReplyOutcome, SnapshotOrigin
from tracker.domain.folding import fold
from tracker.domain.report_words import AmendmentKind
from tracker.domain.vocabulary import Role, SpanPart, Stage
from tracker.extraction import Attribution
from tracker.models import Account, Claim, Speaker, VerdictLabel, VerdictScale
from tracker.services import queries
from tracker.services.articles import intake, outlets
from tracker.services.demo.demonstration import Deed, Member, Person, Plan, Report
from tracker.services.editing import claim_fields, claims
from tracker.services.members import accounts
from tracker.services.reviewing import amendments, review
from tracker.services.sourcing import evidence, evidence_snapshots, replies
from tracker.services.speaking import speakers
from tracker.services.trail import history

#: The way of a claim through the newsroom, and who takes each step.
WAY = (
    (Stage.NEW, Role.CONTRIBUTOR),
    (Stage.TRIAGED, Role.FACT_CHECKER),
    (Stage.IN_PROGRESS, Role.FACT_CHECKER),
    (Stage.IN_REVIEW, Role.FACT_CHECKER),
    (Stage.APPROVED, Role.REVIEWER),
    (Stage.PUBLISHED, Role.EDITOR),
)
#: What a correction goes through once it is confirmed.
WAY_AGAIN = (
    (Stage.IN_REVIEW, Role.FACT_CHECKER),
    (Stage.APPROVED, Role.REVIEWER),
    (Stage.CORRECTED, Role.EDITOR),
)
#: How long each act takes by the members' clock.
ACT = timedelta(minutes=11)
#: The fields of a deed that the fact-checker writes into the claim.
_FINDINGS = (
    "note",
    "attribution_verdict",
    "content_verdict",
    "qualifiers",
    "verdict_as_of",
    "verdict_certainty",
    "explanation",
)


class OutOfStep(TrackerError):
    """The plan names a claim that the extractor does not find, or finds twice."""


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Stands in for the extractor where it has read the text already."""

    found: Sequence[Attribution]

    def __call__(self, text: str, *, language: str) -> Sequence[Attribution]:
        """Return what was found."""
        return self.found


@dataclass(slots=True)
class Desk:
    """Where the members work, and their clock, which never passes ``now``."""

    session: Session
    now: datetime
    originals_dir: Path
    members: dict[Role, Actor] = field(default_factory=dict)
    clock: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Start in the present."""
        self.clock = self.now

    def go_back(self, days: int) -> None:
        """Set the clock to the same hour so many days ago."""
        self.clock = self.now - timedelta(days=days)

    def act(self, role: Role) -> dict[str, Any]:
        """Let the time of an act pass; return who acts and when, as every service takes it."""
        self.clock = min(self.clock + ACT, self.now)
        return {"actor": self.members[role], "at": self.clock}


def prepare(desk: Desk, plan: Plan) -> None:
    """Bring in the members, outlets, scale and speakers that are not there yet."""
    desk.members = {member.role: _hire(desk, member) for member in plan.members}
    for source in plan.outlets:
        outlets.find_or_make(
            desk.session,
            source.name,
            source.domain,
            actor=MACHINE,
            at=desk.now,
            is_demonstration=True,
        )
    if desk.session.scalar(select(VerdictScale.id).limit(1)) is None:
        _set_scale(desk, plan)
    for person in plan.speakers:
        if _known(desk.session, person.name) is None:
            _introduce(desk, person)


def play(desk: Desk, report: Report, found: Sequence[Attribution]) -> int:
    """Bring the report in, do what was done with its claims, and return how many it has."""
    desk.go_back(report.days_ago)
    draft = ArticleDraft(
        text=report.text,
        title=report.title,
        outlet=report.outlet,
        byline=report.byline,
        published_on=report.published_on,
        canonical_url=report.canonical_url,
        is_demonstration=True,
    )
    article = intake.ingest(
        desk.session,
        draft,
        originals_dir=desk.originals_dir,
        extract=ReadAhead(found),
        **desk.act(Role.CONTRIBUTOR),
    )
    proposed = queries.claims_of(desk.session, article.current)
    for deed in report.deeds:
        _do(desk, named(proposed, deed, report), deed)
    return len(proposed)


def _hire(desk: Desk, member: Member) -> Actor:
    session, at = desk.session, desk.now
    account = session.scalar(select(Account).where(Account.email == member.email))
    if account is None:
        account = accounts.create(
            session,
            email=member.email,
            name=member.name,
            role=member.role,
            # Nobody knows it, so nobody signs in with it.
            password=secrets.token_urlsafe(),
            actor=MACHINE,
            at=at,
            is_demonstration=True,
        )
    accounts.activate(session, account, actor=MACHINE, at=at)
    return accounts.as_actor(account)


def _set_scale(desk: Desk, plan: Plan) -> None:
    labels = [
        VerdictLabel(position=number, name=label.name, meaning=label.meaning, verdict=label.verdict)
        for number, label in enumerate(plan.labels, start=1)
    ]
    scale = VerdictScale(name=plan.scale, is_default=True, created_at=desk.now, labels=labels)
    desk.session.add(scale)
    desk.session.flush()
    changes = {label.name: (None, label.verdict) for label in plan.labels}
    subject = ("verdict_scale", scale.id)
    history.record(
        desk.session, "verdict_scale.added", subject, changes, actor=MACHINE, at=desk.now
    )


def _known(session: Session, name: str) -> Speaker | None:
    exact = (who for who in speakers.search(session, name) if fold(who.name) == fold(name))
    return next(exact, None)


def _introduce(desk: Desk, person: Person) -> None:
    edit = SpeakerEdit(
        name=person.name,
        kind=person.kind,
        description=person.description,
        same_as=person.same_as,
        aliases=person.aliases,
    )
    speaker = speakers.create(desk.session, edit, actor=MACHINE, at=desk.now, is_demonstration=True)
    for role in person.roles:
        speakers.add_role(desk.session, speaker.id, role, actor=MACHINE, at=desk.now)


def named(proposed: Sequence[Claim], deed: Deed, report: Report) -> Claim:
    """Return the one claim that the deed names by its words, or raise OutOfStep."""
    found = [claim for claim in proposed if deed.words in claim.words(SpanPart.CONTENT)]
    if len(found) != 1:
        raise OutOfStep(
            "“%(words)s” stands in %(count)s claims of “%(title)s”, not in one",
            words=deed.words,
            count=len(found),
            title=report.title,
        )
    return found[0]


def _do(desk: Desk, claim: Claim, deed: Deed) -> None:
    if deed.stage is Stage.DECLINED:
        _move(desk, claim, deed, (Stage.DECLINED, Role.CONTRIBUTOR))
        return
    first = _as_first_published(deed)
    for step in WAY:
        _move(desk, claim, deed, step)
        _work(desk, claim, first, step[0])
        if step[0] is deed.stage:
            return
    _take_back_or_correct(desk, claim, deed)


def _work(desk: Desk, claim: Claim, deed: Deed, stage: Stage) -> None:
    """Do what is done at a stage before the claim moves on."""
    if stage is Stage.NEW:
        _edit(desk, claim, Role.CONTRIBUTOR, **_corrections(desk, deed))
    if stage is Stage.IN_PROGRESS or stage is deed.stage is Stage.TRIAGED:
        _edit(desk, claim, Role.FACT_CHECKER, **_findings(desk, deed))
    if stage is Stage.IN_PROGRESS:
        _gather(desk, claim, deed)


def _take_back_or_correct(desk: Desk, claim: Claim, deed: Deed) -> None:
    if deed.stage is Stage.RETRACTED:
        _amend(desk, claim, deed, AmendmentKind.RETRACTION, Role.ADMIN)
        return
    _amend(desk, claim, deed, AmendmentKind.CORRECTION, Role.REVIEWER)
    _edit(desk, claim, Role.FACT_CHECKER, **_findings(desk, deed))
    for step in WAY_AGAIN:
        _move(desk, claim, deed, step)


def _as_first_published(deed: Deed) -> Deed:
    """Return the deed with what the report said before it was corrected."""
    if deed.correction is None:
        return deed
    return replace(deed, content_verdict=deed.first_verdict, explanation=deed.first_explanation)


def _gather(desk: Desk, claim: Claim, deed: Deed) -> None:
    """Bring in the sources with a copy of each, and ask the other side or say why not."""
    for source in deed.sources:
        held = evidence.add(desk.session, claim.id, source.edit, **desk.act(Role.FACT_CHECKER))
        capture = Capture(
            origin=SnapshotOrigin.PASTED,
            content=source.text.encode(),
            media_type="text/plain",
            text=source.text,
        )
        evidence_snapshots.keep(
            desk.session,
            claim.id,
            held.id,
            capture,
            originals_dir=desk.originals_dir,
            **desk.act(Role.FACT_CHECKER),
        )
    if deed.sources:
        act = desk.act(Role.FACT_CHECKER)
        replies.log(desk.session, claim.id, _reply(deed, act["at"].date()), **act)


def _reply(deed: Deed, today: date) -> ReplyEdit:
    if deed.reply is None:
        reason = "The speaker answered the question in the article itself."
        return ReplyEdit(outcome=ReplyOutcome.WAIVED, reason=reason)
    is_answered = deed.reply.outcome is ReplyOutcome.ANSWERED
    return replace(deed.reply, asked_on=today, answered_on=today if is_answered else None)


def _amend(desk: Desk, claim: Claim, deed: Deed, kind: AmendmentKind, second: Role) -> None:
    proposed = amendments.propose(
        desk.session,
        claim.id,
        kind,
        public_note=deed.reason,
        correction=deed.correction,
        **desk.act(Role.EDITOR),
    )
    amendments.confirm(desk.session, claim.id, proposed.id, **desk.act(second))


def _move(desk: Desk, claim: Claim, deed: Deed, step: tuple[Stage, Role]) -> None:
    to, role = step
    review.advance(
        desk.session,
        claim,
        to,
        note=deed.reason if to is Stage.DECLINED else "",
        checkability=deed.checkability,
        **desk.act(role),
    )


def _findings(desk: Desk, deed: Deed) -> dict[str, Any]:
    found = {name: getattr(deed, name) for name in _FINDINGS}
    if deed.due_in_days is not None:
        found["due_on"] = (desk.now + timedelta(days=deed.due_in_days)).date()
    return found


def _corrections(desk: Desk, deed: Deed) -> dict[str, Any]:
    corrected: dict[str, Any] = {} if deed.wording is None else {"wording": deed.wording}
    if deed.speaker is not None:
        corrected["speaker_id"] = _speaker_id(desk, deed.speaker)
    return corrected


def _edit(desk: Desk, claim: Claim, role: Role, **changes: Any) -> None:
    if not changes:
        return
    edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
    claims.revise(desk.session, claim.id, replace(edit, **changes), **desk.act(role))


def _speaker_id(desk: Desk, name: str) -> int:
    speaker = _known(desk.session, name)
    if speaker is None:
        raise OutOfStep("no speaker is called %(name)s", name=name)
    return speaker.id
