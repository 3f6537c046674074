"""The log of replies says whom we asked, and is settled once nobody's answer is awaited."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import NOON, make_actor, make_claim, make_reply
from tracker.domain.errors import InvalidEdit, PermissionRefused, StaleEdit, TransitionRefused
from tracker.domain.evidence import ReplyEdit
from tracker.domain.evidence_words import ReplyChannel, ReplyOutcome
from tracker.domain.vocabulary import Role, Stage
from tracker.services.sourcing import replies
from tracker.services.trail import history

ASKED = ReplyEdit(
    outcome=ReplyOutcome.WAITING,
    asked_whom="Press office of the port",
    channel=ReplyChannel.EMAIL,
    asked_on=date(2026, 2, 27),
    deadline=date(2026, 3, 1),
)
ANSWERED = replace(
    ASKED,
    outcome=ReplyOutcome.ANSWERED,
    answered_on=date(2026, 2, 28),
    answer="Dear colleagues, we stand by our figures. Yours",
    public_answer="We stand by our figures.",
)
WAIVED = ReplyEdit(outcome=ReplyOutcome.WAIVED, reason="The speaker died in 2019")


def test_a_claim_about_which_nobody_was_asked_is_not_settled(session, claim):
    assert not replies.is_settled(session, claim.id)


@pytest.mark.parametrize(
    ("edit", "settled"),
    [
        (ASKED, False),
        (ANSWERED, True),
        (replace(ASKED, outcome=ReplyOutcome.NO_ANSWER), True),
        (WAIVED, True),
    ],
    ids=lambda value: getattr(value, "outcome", None),
)
def test_what_settles_the_right_of_reply(session, claim, checker, edit, settled):
    replies.log(session, claim.id, edit, actor=checker, at=NOON)
    assert replies.is_settled(session, claim.id) is settled


def test_one_answer_does_not_settle_for_another(session, claim, checker):
    replies.log(session, claim.id, ANSWERED, actor=checker, at=NOON)
    replies.log(session, claim.id, ASKED, actor=checker, at=NOON)
    assert not replies.is_settled(session, claim.id)


def test_an_answer_is_written_into_the_log_and_told_in_the_history(session, claim, checker):
    asked = replies.log(session, claim.id, ASKED, actor=checker, at=NOON)
    edit = replace(ANSWERED, edit_number=asked.edit_number)
    replies.revise(session, claim.id, asked.id, edit, actor=checker, at=NOON)
    event = history.of(session, "claim", claim.id)[0]
    assert event.action == "reply.revised"
    assert event.changes["reply_outcome"] == ["waiting", "answered"]
    assert event.changes["reply"] == [None, f"Press office of the port (no. {asked.id})"]


def test_two_people_cannot_overwrite_one_another(session, claim, checker):
    asked = replies.log(session, claim.id, ASKED, actor=checker, at=NOON)
    edit = replace(ANSWERED, edit_number=asked.edit_number)
    replies.revise(session, claim.id, asked.id, edit, actor=checker, at=NOON)
    with pytest.raises(StaleEdit):
        replies.revise(session, claim.id, asked.id, edit, actor=checker, at=NOON)


def test_what_the_outcome_has_no_place_for_is_left_out(session, claim, checker):
    logged = replies.log(
        session,
        claim.id,
        replace(ANSWERED, outcome=ReplyOutcome.NO_ANSWER),
        actor=checker,
        at=NOON,
    )
    assert (logged.public_answer, logged.answered_on) == ("", None)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (replace(WAIVED, reason=" "), "reason"),
        (replace(ASKED, asked_whom=" "), "asked_whom"),
        (replace(ASKED, channel=None), "channel"),
        (replace(ASKED, asked_on=None), "asked_on"),
        (replace(ASKED, asked_on=(NOON + timedelta(days=3)).date()), "asked_on"),
        (replace(ASKED, deadline=date(2026, 1, 1)), "deadline"),
        (replace(ANSWERED, answered_on=None), "answered_on"),
        (replace(ANSWERED, answered_on=date(2026, 1, 1)), "answered_on"),
        (replace(ANSWERED, answered_on=date(2027, 1, 1)), "answered_on"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_beside_its_field(
    session, claim, checker, edit, field
):
    with pytest.raises(InvalidEdit) as refused:
        replies.log(session, claim.id, edit, actor=checker, at=NOON)
    assert refused.value.field == field


def test_an_entry_is_withdrawn_for_a_reason_and_never_counts_again(session, claim, checker):
    wrong = replies.log(session, claim.id, ANSWERED, actor=checker, at=NOON)
    replies.withdraw(session, claim.id, wrong.id, reason="Another claim", actor=checker, at=NOON)
    assert not replies.is_settled(session, claim.id)
    assert replies.of_claim(session, claim.id) == [wrong]
    edit = replace(ASKED, edit_number=wrong.edit_number)
    with pytest.raises(TransitionRefused):
        replies.revise(session, claim.id, wrong.id, edit, actor=checker, at=NOON)


def test_a_late_answer_is_logged_after_publication(session, checker):
    claim = make_claim(session, stage=Stage.PUBLISHED)
    replies.log(session, claim.id, ANSWERED, actor=checker, at=NOON)
    assert replies.is_settled(session, claim.id)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.DECLINED, Stage.ARCHIVED])
def test_nobody_is_asked_about_a_claim_that_nobody_took_up(session, checker, stage):
    claim = make_claim(session, stage=stage)
    with pytest.raises(TransitionRefused):
        replies.log(session, claim.id, ASKED, actor=checker, at=NOON)


def test_a_contributor_does_not_write_the_log(session, claim):
    contributor = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        replies.log(session, claim.id, ASKED, actor=contributor, at=NOON)


def test_the_log_of_a_claim_is_its_own(session, claim):
    make_reply(session, make_claim(session, stage=Stage.IN_PROGRESS))
    assert replies.of_claim(session, claim.id) == []
