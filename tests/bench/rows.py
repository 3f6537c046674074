"""The rows of a made-up newsroom: its people, and its articles with all that became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from tests.bench.lives import Life
from tests.bench.vocabulary import Vocabulary
from tests.export_records import PUBLISHED
from tracker.domain.evidence_words import EvidenceKind, Stance
from tracker.domain.folding import fold
from tracker.domain.freezing import freeze
from tracker.domain.hashing import text_sha256
from tracker.domain.report_words import CorrectionKind, Readers
from tracker.domain.searching import searched_text
from tracker.domain.vocabulary import (
    SCORES,
    AttributionVerdict,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Priority,
    Role,
    SpanPart,
    SpeakerKind,
    SpeechAct,
    Stage,
    Visibility,
)

Rows = Iterator[tuple[str, list[dict[str, Any]]]]

ACCOUNTS, OUTLETS = 20, 60
CLAIMS_A_SPEAKER = 40
_OUT = (Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED)
_ASSIGNED = (Stage.IN_PROGRESS, Stage.IN_REVIEW, Stage.APPROVED, *_OUT)
_CUE = " said that "
_PRIORITIES = (2, 90, 6, 2)


@dataclass(frozen=True, slots=True)
class Told:
    """One event, not yet sealed."""

    at: datetime
    actor_id: int | None
    action: str
    subject: str
    subject_id: int
    changes: dict[str, Any]

    @property
    def actor_name(self) -> str:
        """Return who did it."""
        return f"Member {self.actor_id}" if self.actor_id else "Machine"


class Newsroom:
    """Draws one article after another; ``told`` collects what the history says of them."""

    def __init__(self, random: Random, claims: int, now: datetime) -> None:
        """Make up the speakers and outlets."""
        self._random, self._now = random, now
        self._vocabulary = Vocabulary(random)
        self.speakers = [
            self._vocabulary.name() for _ in range(max(20, claims // CLAIMS_A_SPEAKER))
        ]
        self._fame = list(accumulate(1 / (rank + 5) for rank in range(len(self.speakers))))
        self.told: list[Told] = []

    def people(self) -> Rows:
        """Yield members, outlets and speakers; every twentieth speaker is merged with the first."""
        born = self._now - timedelta(days=366)
        yield "account", [self._account(n, born) for n in range(1, ACCOUNTS + 1)]
        yield (
            "outlet",
            [
                {"id": n, "name": f"Outlet {n}", "domain": f"outlet{n}.example", "created_at": born}
                for n in range(1, OUTLETS + 1)
            ],
        )
        yield (
            "speaker",
            [
                {
                    "id": number,
                    "name": name,
                    "folded_name": fold(name),
                    "kind": SpeakerKind.PERSON,
                    "merged_into_id": 1 if number % 20 == 0 else None,
                    "canonical_id": 1 if number % 20 == 0 else number,
                    "created_at": born,
                    "edit_number": 1,
                }
                for number, name in enumerate(self.speakers, start=1)
            ],
        )

    def article(
        self, number: int, ids: Sequence[int], lives: Sequence[Life], *, born: datetime
    ) -> Rows:
        """Yield an article with its claims, and remember what the history says of them."""
        pieces = [self._piece() for _ in ids]
        text = "\n\n".join(f"{name}{_CUE}{said}" for _speaker, name, said in pieces)
        title = self._vocabulary.sentence()
        yield (
            "article",
            [
                {
                    "id": number,
                    "outlet_id": self._random.randint(1, OUTLETS),
                    "title": title,
                    "language": "en",
                    "published_on": born.date(),
                    "created_at": born,
                    "edit_number": 1,
                }
            ],
        )
        yield (
            "article_version",
            [
                {
                    "id": number,
                    "article_id": number,
                    "number": 1,
                    "text": text,
                    "text_sha256": text_sha256(text),
                    "created_at": born,
                }
            ],
        )
        self._tell(born, None, "article.ingested", ("article", number), {"title": [None, title]})
        start = 0
        for claim_id, life, (speaker, name, said) in zip(ids, lives, pieces, strict=True):
            yield from self._claim(claim_id, life, (speaker, name, said), (number, start), born)
            start += len(name) + len(_CUE) + len(said) + 2

    def _account(self, number: int, born: datetime) -> dict[str, Any]:
        roles = (Role.EDITOR, Role.REVIEWER, Role.FACT_CHECKER, Role.CONTRIBUTOR)
        return {
            "id": number,
            "email": f"member{number}@newsroom.example",
            "name": f"Member {number}",
            "role": roles[(number - 1) % len(roles)],
            "password_hash": "not a hash that any password has",
            "created_at": born,
            "password_changed_at": born,
        }

    def _piece(self) -> tuple[int, str, str]:
        (speaker,) = self._random.choices(range(1, len(self.speakers) + 1), cum_weights=self._fame)
        return speaker, self.speakers[speaker - 1], self._vocabulary.sentence()

    def _claim(
        self,
        claim_id: int,
        life: Life,
        piece: tuple[int, str, str],
        place: tuple[int, int],
        born: datetime,
    ) -> Rows:
        speaker, name, said = piece
        article_id, start = place
        start += len(name) + len(_CUE)
        claim = self._facts(claim_id, life, born) | {
            "article_version_id": article_id,
            "position": start,
            "speaker_id": speaker,
            "wording": f"{name}{_CUE}{said}",
            "search_text": searched_text(f"{name}{_CUE}{said} {said} {name}"),
        }
        yield "claim", [claim]
        yield (
            "claim_span",
            [
                {
                    "claim_id": claim_id,
                    "part": SpanPart.CONTENT,
                    "start": start,
                    "end": start + len(said),
                    "quote": said,
                }
            ],
        )
        if claim["first_published_at"] is not None:
            yield "evidence", [self._evidence(claim_id, n, born) for n in (1, 2)]
            yield "publication", list(self._publications(claim, life, article_id))
        self._tell_of(claim, life, born)

    def _facts(self, claim_id: int, life: Life, born: datetime) -> dict[str, Any]:
        stage, random = life.stage, self._random
        is_rated = stage in (Stage.IN_REVIEW, Stage.APPROVED, *_OUT)
        reasons = [Checkability.NOT_A_STATEMENT, Checkability.OPINION, Checkability.DUPLICATE]
        judged = random.choice(reasons) if stage is Stage.DECLINED else Checkability.CHECKABLE
        out = life.moment(*_OUT)
        changed = life.moves[-1].at if life.moves else born
        return {
            "id": claim_id,
            "kind": random.choice(list(ClaimKind)),
            "speech_act": SpeechAct.STATES,
            "said_on": born.date() if random.random() < 0.5 else None,
            "origin": Origin.MACHINE,
            "is_statement": random.random() < 0.9 or stage is not Stage.PROPOSED,
            "confidence": round(random.betavariate(5, 2), 3),
            "reasons": [],
            "extractor_version": "3" if claim_id % 3 else "2",
            "stage": stage,
            "stage_before_archive": Stage.NEW if stage is Stage.ARCHIVED else None,
            "checkability": None if stage in (Stage.PROPOSED, Stage.NEW) else judged,
            "attribution_verdict": AttributionVerdict.ACCURATE_QUOTE
            if is_rated
            else AttributionVerdict.UNVERIFIED,
            "content_verdict": random.choice(list(SCORES))
            if is_rated
            else ContentVerdict.NOT_RATED,
            "qualifiers": [],
            "verdict_as_of": changed.date() if is_rated else None,
            "explanation": self._vocabulary.sentence() if is_rated else "",
            "assignee_id": random.randint(1, ACCOUNTS) if stage in _ASSIGNED else None,
            "due_on": (changed + timedelta(days=14)).date() if stage in _ASSIGNED else None,
            "priority": random.choices(list(Priority), weights=_PRIORITIES)[0],
            "revision": 2 if stage in _OUT[1:] else int(stage is Stage.PUBLISHED),
            "visibility": Visibility.PUBLIC if out else Visibility.INTERNAL,
            "first_published_at": out,
            "last_modified_at": changed if out else None,
            "created_at": born,
            "updated_at": changed,
            "edited_by_id": random.randint(1, ACCOUNTS) if life.moves else None,
            "edit_number": 1 + len(life.moves),
        }

    def _evidence(self, claim_id: int, position: int, at: datetime) -> dict[str, Any]:
        return {
            "claim_id": claim_id,
            "position": position,
            "kind": EvidenceKind.STATISTICS,
            "stance": Stance.SUPPORTS,
            "title": self._vocabulary.sentence(),
            "publisher": f"Office {claim_id % 97}",
            "created_at": at,
            "updated_at": at,
            "edit_number": 1,
        }

    def _publications(
        self, claim: dict[str, Any], life: Life, article_id: int
    ) -> Iterator[dict[str, Any]]:
        moves = [move for move in life.moves if move.new in _OUT]
        for number, move in enumerate(moves, start=1):
            is_corrected = move.new is Stage.CORRECTED
            correction = CorrectionKind.CORRECTION if is_corrected else None
            record = replace(
                PUBLISHED,
                claim_id=claim["id"],
                wording=claim["wording"],
                quote=claim["wording"],
                article_id=article_id,
                article_version=1,
                content_spans=((claim["position"], claim["position"] + 20),),
                content_verdict=claim["content_verdict"],
                explanation=claim["explanation"],
                stage=move.new,
                revision=number,
                public_url=None,
                correction=correction,
                first_published_at=claim["first_published_at"],
                last_modified_at=move.at,
            )
            frozen = freeze(record)
            yield {
                "claim_id": claim["id"],
                "number": number,
                "stage": move.new,
                "published_at": move.at,
                "visible_from": move.at,
                "correction": correction,
                "readers": Readers.TWO_PEOPLE,
                "record": frozen,
                "record_sha256": text_sha256(frozen),
                "article_id": article_id,
                "position": claim["position"],
                "speaker_id": claim["speaker_id"],
                "content_verdict": claim["content_verdict"],
                "first_published_at": claim["first_published_at"],
            }

    def _tell_of(self, claim: dict[str, Any], life: Life, born: datetime) -> None:
        about, member = ("claim", claim["id"]), claim["edited_by_id"]
        found = {"wording": [None, claim["wording"]], "stage": [None, "proposed"]}
        self._tell(born, None, "claim.proposed", about, found)
        for move in life.moves:
            step = {"stage": [move.old.value, move.new.value]}
            self._tell(move.at, member, "claim.moved", about, step)
            if move.new is Stage.IN_REVIEW:
                written = {"explanation": ["", claim["explanation"]]}
                self._tell(move.at, member, "claim.revised", about, written)
        if life.moves and self._random.random() < 0.1:
            names = {"speaker": [None, self._random.choice(self.speakers)]}
            self._tell(life.moves[0].at, member, "claim.revised", about, names)

    def _tell(
        self,
        at: datetime,
        actor_id: int | None,
        action: str,
        about: tuple[str, int],
        changes: dict[str, Any],
    ) -> None:
        self.told.append(Told(at, actor_id, action, *about, changes))
