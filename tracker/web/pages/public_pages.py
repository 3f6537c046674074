"""What the public pages show; they know no session and no member of the newsroom."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.report_words import CorrectionKind
from tracker.domain.vocabulary import SCORES, AttributionVerdict, ContentVerdict, Stage
from tracker.exports.checks import preflight
from tracker.exports.checks.rules import NEVER_SAID
from tracker.exports.formats.claim_review import claim_review
from tracker.services.reporting import publishing, reports
from tracker.services.reporting.excerpts import Piece
from tracker.services.reporting.reports import PastVersion, Report
from tracker.web.forms.reports import ReportFilterForm
from tracker.web.words.filters import label

#: Search engines cut longer descriptions.
DESCRIPTION = 200

#: What each answer means, as readers are told: from false to true, then those beside the scale.
MEANINGS = {
    ContentVerdict.FALSE: _("The evidence shows that it is not so."),
    ContentVerdict.MOSTLY_FALSE: _("There is a grain of truth in it, but the whole misleads."),
    ContentVerdict.MIXED: _("Some of it is right and some of it is wrong."),
    ContentVerdict.MOSTLY_TRUE: _("It is right in what matters, but a detail is off or missing."),
    ContentVerdict.TRUE: _("The evidence shows that it is so."),
    ContentVerdict.UNPROVEN: _("The evidence that there is does not settle it."),
    ContentVerdict.UNVERIFIABLE: _("No evidence that anybody can get at could settle it."),
}
SAID_MEANINGS = {
    AttributionVerdict.ACCURATE_QUOTE: _("The speaker said it in these words."),
    AttributionVerdict.ACCURATE_PARAPHRASE: _(
        "The speaker said it in other words, with this meaning."
    ),
    AttributionVerdict.ALTERED_WORDING: _("The speaker's words were changed on the way."),
    AttributionVerdict.OUT_OF_CONTEXT: _(
        "The speaker said it, but what stood around it changes what it means."
    ),
    AttributionVerdict.MISATTRIBUTED: _("Somebody else said it."),
    AttributionVerdict.FABRICATED: _("Nobody can be shown to have said it: it was made up."),
    AttributionVerdict.TRANSLATED: _("The speaker said it in another language."),
    AttributionVerdict.DISPUTED_BY_SPEAKER: _("The speaker denies having said it."),
}
_CORRECTIONS = {
    CorrectionKind.CORRECTION: _("Corrected"),
    CorrectionKind.CLARIFICATION: _("Clarified"),
    CorrectionKind.UPDATE: _("Updated"),
}
SCALE = tuple(sorted(SCORES, key=lambda verdict: SCORES[verdict]))


@dataclass(frozen=True, slots=True)
class ReportListPage:
    """A page of the list of reports, with the filters in force."""

    form: ReportFilterForm
    found: reports.ReportPage
    chosen: Mapping[str, Any]

    @classmethod
    def of(
        cls, session: Session, form: ReportFilterForm, *, site: str, at: datetime
    ) -> "ReportListPage":
        """Find what the form asks for, and offer the speakers that there are reports on."""
        chosen = form.chosen()
        found = reports.newest(session, site=site, at=at, **chosen)
        form.speaker.choices = list(_speaker_choices(session, found.entries, at=at))
        return cls(form, found, chosen)

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters in force as the arguments of an address."""
        verdict, speaker = self.chosen["verdict"], self.chosen["speaker_id"]
        args = {"verdict": verdict and verdict.value, "speaker": speaker and str(speaker)}
        return {name: value for name, value in args.items() if value}

    @property
    def newest_url(self) -> str | None:
        """Return the address of the first page, unless this is it."""
        return url_for("public.index", **self.filters) if self.chosen["after"] else None

    @property
    def next_url(self) -> str | None:
        """Return the address of the page behind, if there is one."""
        after = self.found.next
        return url_for("public.index", **self.filters, after=after) if after else None


def _speaker_choices(
    session: Session, shown: Sequence[reports.Entry], *, at: datetime
) -> Iterator[tuple[str, str]]:
    """Yield the most frequent speakers, with those of the page even where they are rare."""
    yield "", gettext("Every speaker")
    known = {number: name for number, name, _total in reports.speakers(session, at=at)}
    for entry in shown:
        if isinstance(entry, Report) and entry.speaker_id:
            known.setdefault(entry.speaker_id, entry.record.speaker or "")
    for number, name in sorted(known.items(), key=lambda one: one[1].casefold()):
        yield str(number), name


@dataclass(frozen=True)
class ReportPage:
    """One report: the claim, who said it, both verdicts, and the words in their sentence."""

    report: Report
    passage: Sequence[Piece]
    #: What it said before and says now, the newest first.
    versions: Sequence[PastVersion]
    settings: Settings

    @classmethod
    def of(
        cls, session: Session, report: Report, settings: Settings, *, at: datetime
    ) -> "ReportPage":
        """Read the sentence around the claim, and what the report said before."""
        versions = reports.versions(session, report.record.claim_id, at=at)
        return cls(report, reports.passage(session, report), versions, settings)

    @cached_property
    def markup(self) -> dict[str, Any] | None:
        """Return the report for machines, unless a rule keeps it in.

        It is dated by the report's own last change: the same report gives the same bytes.
        """
        record = self.report.record
        changed = record.last_modified_at or record.first_published_at or record.updated_at
        context = publishing.context(self.settings, at=changed)
        return None if preflight.obstacle(record, context) else claim_review(record, context)

    @property
    def description(self) -> str:
        """Return the verdict and its reason in a line or two."""
        record = self.report.record
        words = f"{record.verdict_label}. {record.explanation}"
        return textwrap.shorten(words, DESCRIPTION, placeholder="…")

    @property
    def meaning(self) -> str:
        """Say what the verdict means."""
        return str(MEANINGS.get(self.report.record.content_verdict, ""))

    @property
    def said_meaning(self) -> str:
        """Say what the answer to "was it said?" means."""
        return str(SAID_MEANINGS.get(self.report.record.attribution_verdict, ""))

    @property
    def own_label(self) -> str | None:
        """Return the step of the common scale where the newsroom's own label says it otherwise."""
        record = self.report.record
        common = label(record.content_verdict)
        return common if common.casefold() != record.verdict_label.casefold() else None

    @property
    def is_corrected(self) -> bool:
        """Tell whether the report was corrected after it had been published."""
        return self.report.record.stage is Stage.CORRECTED

    @property
    def correction_word(self) -> str:
        """Say what kind of change the newest version brought."""
        return str(_CORRECTIONS[self.report.record.correction or CorrectionKind.CORRECTION])

    @property
    def scale(self) -> tuple[ContentVerdict, ...]:
        """Return the steps from false to true."""
        return SCALE


def never_said(report: Report) -> bool:
    """Tell whether the speaker is only said to have said it."""
    return report.record.attribution_verdict in NEVER_SAID
