"""What members of the state machine do with sources, replies, comments and second verdicts.

The model counts by itself what stands behind each claim: which sources with a copy, whether a
reply is waited for, which threads are open, who has read it blind.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.builders import NOON
from tests.services.machine import NUMBERS, WHICH, Desk, pick
from tracker.domain.conversation import CommentDraft
from tracker.domain.evidence import Capture, EvidenceEdit, ReplyEdit
from tracker.domain.evidence_words import (
    EvidenceKind,
    ReplyChannel,
    ReplyOutcome,
    SnapshotOrigin,
    Stance,
)
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.models import Comment, Evidence, Reply
from tracker.services.reviewing import comments, second_verdicts
from tracker.services.reviewing.second_verdicts import VerdictDraft
from tracker.services.sourcing import evidence, evidence_snapshots, replies

#: The place of the fact-checker who clears up, and of the one who reads blind, in ``ROLES``.
CLEARS_UP, READS_BLIND = 2, 3
#: Mostly those who may, so that most of it is done.
WORKERS = st.sampled_from([2, 2, 3, 3, 4, 5, 1, 0, 7])
PASSAGE = "nine million tonnes"
ASKED = ReplyEdit(
    outcome=ReplyOutcome.WAITING,
    asked_whom="The harbour master",
    channel=ReplyChannel.EMAIL,
    asked_on=NOON.date(),
)
ANSWERED = replace(
    ASKED, outcome=ReplyOutcome.ANSWERED, answered_on=NOON.date(), answer="We counted twice."
)


@dataclass
class File:
    """The model of what stands behind one claim; the numbers are those of rows."""

    #: Each source, whether it stands, and whether there is a copy of it.
    sources: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)
    #: The verdicts of blind readers, and in which revision each was given.
    blind: list[tuple[int, ContentVerdict]] = field(default_factory=list)

    @property
    def has_sources(self) -> bool:
        """Tell whether two sources stand, and a copy of each that stands is kept."""
        standing = [kept for stands, kept in self.sources.values() if stands]
        return len(standing) >= 2 and all(standing)


class Sources(Desk):
    """Sources come and go, the other side is asked, members talk and read blind."""

    def __init__(self) -> None:
        super().__init__()
        self.files = {claim.id: File() for claim in self.claims}
        for claim in self.claims:
            held = evidence.of_claim(self.session, claim.id)
            self.files[claim.id].sources = {one.id: (True, True) for one in held}

    @rule(
        who=WORKERS, which=WHICH, number=NUMBERS, deed=st.sampled_from(["add", "keep", "withdraw"])
    )
    def work_on_sources(self, who: int, which: int, number: int, deed: str) -> None:
        """Somebody adds a source, with a copy or without one, or takes one out."""
        if deed == "withdraw":
            self._withdraw(who, which, number)
        else:
            self._add(who, which, is_kept=deed == "keep")

    def _add(self, who: int, which: int, *, is_kept: bool) -> None:
        claim = self.claims[which]
        file = self.files[claim.id]
        number = len(file.sources)
        edit = EvidenceEdit(
            kind=EvidenceKind.DOCUMENT,
            stance=Stance.CONTRADICTS,
            title=f"Yearbook {number}",
            publisher=f"Archive {number}",
            passage=PASSAGE,
        )
        done = self.attempt(
            claim,
            lambda actor: evidence.add(self.session, claim.id, edit, actor=actor, at=self.clock),
            who,
        )
        if not done:
            return
        self._must_be_open(which, who)
        newest = max(evidence.of_claim(self.session, claim.id), key=lambda one: one.id)
        file.sources[newest.id] = (True, False)
        if is_kept:
            self._keep(who, which, newest.id)

    def _withdraw(self, who: int, which: int, number: int) -> None:
        claim = self.claims[which]
        source = pick(list(self.files[claim.id].sources), number)
        done = self.attempt(
            claim,
            lambda actor: evidence.withdraw(
                self.session, claim.id, source, reason="Outdated.", actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            self._must_be_open(which, who)
            self.deeds["withdrawn"] += 1
            stood, kept = self.files[claim.id].sources[source]
            assert stood
            self.files[claim.id].sources[source] = (False, kept)

    @rule(who=WORKERS, which=WHICH, is_answered=st.booleans())
    def ask(self, who: int, which: int, *, is_answered: bool) -> None:
        """Somebody logs that the other side was asked, or that it answered."""
        claim, edit = self.claims[which], ANSWERED if is_answered else ASKED
        done = self.attempt(
            claim,
            lambda actor: replies.log(self.session, claim.id, edit, actor=actor, at=self.clock),
            who,
        )
        if done and not is_answered:
            newest = max(replies.of_claim(self.session, claim.id), key=lambda one: one.id)
            self.files[claim.id].waiting.add(newest.id)

    @rule(
        who=WORKERS,
        which=WHICH,
        number=NUMBERS,
        deed=st.sampled_from(["begin", "answer", "resolve"]),
    )
    def talk(self, who: int, which: int, number: int, deed: str) -> None:
        """Somebody begins a thread, answers in an open one, or resolves it."""
        threads = sorted(self.files[self.claims[which].id].threads)
        if deed == "begin" or not threads:
            self._comment(who, which)
        elif deed == "answer":
            self._answer(who, which, pick(threads, number))
        else:
            self._resolve(who, which, pick(threads, number))

    def _comment(self, who: int, which: int) -> None:
        claim, draft = self.claims[which], CommentDraft("Which year is it?", field="wording")
        done = self.attempt(
            claim,
            lambda actor: comments.add(self.session, claim.id, draft, actor=actor, at=self.clock),
            who,
        )
        if done:
            newest = max(self._all(Comment, claim), key=lambda one: one.id)
            self.files[claim.id].threads.add(newest.id)

    def _answer(self, who: int, which: int, thread: int) -> None:
        claim = self.claims[which]
        self.attempt(
            claim,
            lambda actor: comments.reply(
                self.session, claim.id, thread, "The last one.", actor=actor, at=self.clock
            ),
            who,
        )

    @rule(who=WORKERS, which=WHICH, verdict=st.sampled_from(ContentVerdict))
    def read_again(self, who: int, which: int, verdict: ContentVerdict) -> None:
        """Somebody gives a second verdict."""
        claim = self.claims[which]
        draft = VerdictDraft(verdict, AttributionVerdict.ACCURATE_QUOTE, "By the register.")
        worker, stage, revision = claim.assignee_id, claim.stage, claim.revision
        done = self.attempt(
            claim,
            lambda actor: second_verdicts.give(
                self.session, claim.id, draft, actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            assert stage is Stage.IN_REVIEW
            assert self.members[who].account_id != worker
            self.deeds["read again"] += 1
            self.files[claim.id].blind.append((revision, verdict))

    def clear_up(self, which: int) -> None:
        """Let one fact-checker do whatever stands in the claim's way."""
        claim = self.claims[which]
        file = self.files[claim.id]
        for source, (stands, kept) in list(file.sources.items()):
            if not stands:
                self._bring_back(CLEARS_UP, which, source)
            if not kept:
                self._keep(CLEARS_UP, which, source)
        for one in list(file.waiting):
            self._note_answer(CLEARS_UP, which, one)
        for thread in list(file.threads):
            self._resolve(CLEARS_UP, which, thread)

    def must_be_ready(self, which: int, *, to: Stage) -> None:
        """Hold a move that was made against the model of what it asks for."""
        claim = self.claims[which]
        file = self.files[claim.id]
        assert file.has_sources, to
        assert not file.waiting, to
        if to is Stage.IN_REVIEW:
            return
        assert not file.threads, to
        if self.policy.blind_verdicts and to is Stage.APPROVED:
            verdicts = [verdict for revision, verdict in file.blind if revision == claim.revision]
            assert second_verdicts.steps_apart(claim.content_verdict, verdicts[-1]) <= 1

    def _must_be_open(self, which: int, who: int) -> None:
        assert self.members[who].may(Role.FACT_CHECKER)
        assert self.claims[which].stage in {
            Stage.PROPOSED,
            Stage.NEW,
            Stage.TRIAGED,
            Stage.IN_PROGRESS,
        }

    def _keep(self, who: int, which: int, source: int) -> None:
        claim, words = self.claims[which], f"{PASSAGE}, says source {source}"
        capture = Capture(
            origin=SnapshotOrigin.PASTED,
            content=words.encode(),
            media_type="text/plain",
            text=words,
        )

        def act(actor: Any) -> None:
            evidence_snapshots.keep(
                self.session,
                claim.id,
                source,
                capture,
                originals_dir=self.originals_dir,
                actor=actor,
                at=self.clock,
            )

        if self.attempt(claim, act, who):
            stands, _kept = self.files[claim.id].sources[source]
            self.files[claim.id].sources[source] = (stands, True)
            held = self.session.get_one(Evidence, source)
            assert held.passage_start == 0

    def _bring_back(self, who: int, which: int, source: int) -> None:
        claim = self.claims[which]
        done = self.attempt(
            claim,
            lambda actor: evidence.bring_back(
                self.session, claim.id, source, actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            self._must_be_open(which, who)
            _stood, kept = self.files[claim.id].sources[source]
            self.files[claim.id].sources[source] = (True, kept)

    def _note_answer(self, who: int, which: int, number: int) -> None:
        claim, held = self.claims[which], self.session.get_one(Reply, number)
        edit = replace(ANSWERED, edit_number=held.edit_number)
        done = self.attempt(
            claim,
            lambda actor: replies.revise(
                self.session, claim.id, number, edit, actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            self.deeds["answered"] += 1
            self.files[claim.id].waiting.discard(number)

    def _resolve(self, who: int, which: int, thread: int) -> None:
        claim = self.claims[which]
        done = self.attempt(
            claim,
            lambda actor: comments.resolve(
                self.session, claim.id, thread, actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            self.deeds["resolved"] += 1
            self.files[claim.id].threads.discard(thread)
