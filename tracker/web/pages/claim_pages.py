"""What the pages about one claim show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role
from tracker.models import Article, Claim, Speaker
from tracker.services import queries
from tracker.services.editing import claim_fields, labels
from tracker.services.trail import history
from tracker.web.forms.claims import ClaimForm
from tracker.web.pages import desk_cards, desk_lines
from tracker.web.pages.conversation import Conversation
from tracker.web.pages.evidence_panel import EvidencePanel
from tracker.web.pages.history_lines import EventLine, event_lines
from tracker.web.pages.moves import Move, moves_of
from tracker.web.pages.report_desk import ReportDesk

#: How many events stand on the claim's own page.
RECENT = 5


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim: in its article, as a form, with the moves that are open and its history."""

    claim: Claim
    form: ClaimForm
    lines: Sequence[desk_lines.Line]
    cards: Mapping[int, desk_cards.Card]
    moves: Sequence[Move]
    report: ReportDesk
    events: Sequence[EventLine]
    conversation: Conversation
    evidence: EvidencePanel
    before: Claim | None
    after: Claim | None

    @classmethod
    def of(
        cls, session: Session, claim: Claim, form: ClaimForm, *, actor: Actor, policy: Policy
    ) -> "ClaimPage":
        """Gather the page."""
        siblings = queries.claims_of(session, claim.article_version)
        read = [one for one in siblings if one.is_statement or one is claim]
        place = read.index(claim)
        text = claim.article_version.text
        report = ReportDesk.of(session, claim, actor=actor, policy=policy, at=now())
        return cls(
            claim=claim,
            form=form,
            lines=desk_lines.context(claim),
            cards={card.claim.id: card for card in desk_cards.deal(siblings, actor, claim.id)},
            moves=moves_of(claim, actor, readiness=report.readiness, policy=policy),
            report=report,
            events=event_lines(history.of(session, "claim", claim.id), text=text),
            conversation=Conversation.of(session, claim, actor=actor),
            evidence=EvidencePanel.of(session, claim, actor=actor, policy=policy),
            before=read[place - 1] if place else None,
            after=read[place + 1] if place + 1 < len(read) else None,
        )

    @property
    def article(self) -> Article:
        """Return the article that the claim stands in."""
        return self.claim.article_version.article

    @property
    def address(self) -> str:
        """Return the address of the claim's place in its article."""
        target = url_for("articles.show", article_id=self.article.id, claim=self.claim.id)
        return f"{target}#place-{self.claim.id}"

    @property
    def recent(self) -> Sequence[EventLine]:
        """Return the newest events."""
        return self.events[:RECENT]

    @property
    def is_writable(self) -> bool:
        """Tell whether any field may be written by whoever looks at the page."""
        return any(name in self.form for name in claim_fields.FIELDS)

    @property
    def may_reshape(self) -> bool:
        """Tell whether the stage lets the claim have other boundaries."""
        return self.claim.stage in workflow.OPEN_STAGES

    @property
    def card(self) -> desk_cards.Card:
        """Return the claim as a card of the desk."""
        return self.cards[self.claim.id]

    @property
    def speaker(self) -> Speaker | None:
        """Return the speaker after merges."""
        return desk_cards.speaker_of(self.claim)


def form_for(
    session: Session,
    claim: Claim,
    *,
    actor: Actor,
    kept: frozenset[str] = frozenset(),
    ignores_post: bool = False,
) -> ClaimForm:
    """Return the form of a claim with the fields that this actor may write now.

    It shows what was posted, unless that was another form's.
    """
    newest = next(iter(history.of(session, "claim", claim.id)), None)
    form = ClaimForm.for_claim(
        claim,
        queries.checkers(session),
        seen_event=newest.id if newest else 0,
        labels=labels.in_force(session),
        kept=kept | closed_fields(claim, actor),
        ignores_post=ignores_post,
    )
    form.speaker_names = speaker_names(session, claim)
    return form


def speaker_names(session: Session, claim: Claim) -> list[str]:
    """Return the names of those who speak in the article, to choose from."""
    siblings = queries.claims_of(session, claim.article_version)
    speakers = (desk_cards.speaker_of(one) for one in siblings)
    return sorted({one.name for one in speakers if one})


def closed_fields(claim: Claim, actor: Actor) -> frozenset[str]:
    """Return the fields that stay as they are at this stage and for this actor.

    The service decides; this only spares people a form that would be refused.
    """
    return claim_fields.closed_at(claim.stage) | claim_fields.closed_to(actor, claim.stage)


def restorable_names(claim: Claim, actor: Actor) -> frozenset[str]:
    """Return the names, as the history has them, of the fields that this actor may bring back."""
    if not actor.may(Role.CONTRIBUTOR):
        return frozenset()
    writable = set(claim_fields.FIELDS) - closed_fields(claim, actor)
    return frozenset(writable | {name.removesuffix("_id") for name in writable})
