"""Threads on a claim are opened, answered, settled and opened again, and the history tells it."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim
from tracker.domain.actors import Actor
from tracker.domain.conversation import CommentDraft, named_in, renamed
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Comment
from tracker.services.reviewing import comments, mentions
from tracker.services.trail import history


@pytest.fixture
def ana(session: Session) -> Actor:
    return make_actor(session, Role.REVIEWER, name="Ana Novak")


@pytest.fixture
def ben(session: Session) -> Actor:
    return make_actor(session, Role.CONTRIBUTOR, name="Ben Okri")


@pytest.fixture
def claim(session: Session) -> Claim:
    return make_claim(session)


@pytest.fixture
def thread(session: Session, claim: Claim, ana: Actor) -> Comment:
    draft = CommentDraft("Is that a calendar year?", field="wording")
    return comments.add(session, claim.id, draft, actor=ana, at=NOON)


def actions(session: Session, claim: Claim) -> list[str]:
    return [event.action for event in history.of(session, "claim", claim.id)]


def test_a_thread_is_open_until_somebody_resolves_it(session, claim, thread, ana):
    assert comments.open_count(session, claim.id) == 1
    comments.resolve(session, claim.id, thread.id, actor=ana, at=NOON)
    assert comments.open_count(session, claim.id) == 0
    assert (thread.resolved_at, thread.resolved_by.name) == (NOON, "Ana Novak")
    comments.reopen(session, claim.id, thread.id, actor=ana, at=NOON)
    assert comments.open_count(session, claim.id) == 1
    assert actions(session, claim) == ["comment.reopened", "comment.resolved", "comment.added"]


def test_a_reply_opens_no_thread_of_its_own(session, claim, thread, ben):
    answer = comments.reply(session, claim.id, thread.id, "Yes, 2025.", actor=ben, at=NOON)
    comments.reply(session, claim.id, answer.id, "See the annex.", actor=ben, at=NOON)
    [found] = comments.threads(session, claim.id)
    assert [one.words for one in found.replies] == ["Yes, 2025.", "See the annex."]
    assert comments.open_count(session, claim.id) == 1


def test_a_comment_stands_at_the_words_that_it_quotes(session, claim, ana):
    draft = CommentDraft("Which tonnes?", quote="nine million  tonnes")
    comment = comments.add(session, claim.id, draft, actor=ana, at=NOON)
    text = claim.article_version.text
    assert text[comment.start : comment.end] == comment.quote == "nine million tonnes"


def test_words_that_do_not_stand_in_the_article_are_refused(session, claim, ana):
    draft = CommentDraft("Which tonnes?", quote="ten million tonnes")
    with pytest.raises(InvalidEdit, match="do not stand"):
        comments.add(session, claim.id, draft, actor=ana, at=NOON)


def test_a_field_that_claims_do_not_have_is_refused(session, claim, ana):
    with pytest.raises(InvalidEdit, match="field"):
        comments.add(session, claim.id, CommentDraft("?", field="mood"), actor=ana, at=NOON)


@pytest.mark.parametrize("words", ["", " \n ", "x" * 10_001])
def test_an_empty_or_endless_comment_is_refused(session, claim, ana, words):
    with pytest.raises(InvalidEdit):
        comments.add(session, claim.id, CommentDraft(words), actor=ana, at=NOON)


def test_an_edit_keeps_the_old_words_in_the_history(session, claim, thread, ana):
    comments.revise(session, claim.id, thread.id, "Is that a fiscal year?", actor=ana, at=NOON)
    event = history.of(session, "claim", claim.id)[0]
    assert event.changes["words"] == ["Is that a calendar year?", "Is that a fiscal year?"]
    assert thread.edited_at == NOON


def test_an_edit_that_changes_nothing_writes_nothing(session, claim, thread, ana):
    same = f" {thread.words} "
    assert not comments.revise(session, claim.id, thread.id, same, actor=ana, at=NOON)
    assert actions(session, claim) == ["comment.added"]


def test_nobody_edits_the_words_of_another(session, claim, thread, ben):
    with pytest.raises(PermissionRefused, match="only the person"):
        comments.revise(session, claim.id, thread.id, "No.", actor=ben, at=NOON)


def test_a_contributor_settles_only_their_own_threads(session, claim, thread, ben):
    with pytest.raises(PermissionRefused, match="ask whoever began"):
        comments.resolve(session, claim.id, thread.id, actor=ben, at=NOON)
    own = comments.add(session, claim.id, CommentDraft("Mine."), actor=ben, at=NOON)
    comments.resolve(session, claim.id, own.id, actor=ben, at=NOON)
    assert comments.open_count(session, claim.id) == 1


def test_a_thread_is_resolved_once(session, claim, thread, ana):
    comments.resolve(session, claim.id, thread.id, actor=ana, at=NOON)
    with pytest.raises(TransitionRefused, match="already"):
        comments.resolve(session, claim.id, thread.id, actor=ana, at=NOON)


def test_a_comment_is_found_only_under_its_claim(session, claim, thread, ana):
    other = make_claim(session)
    with pytest.raises(NotFound):
        comments.resolve(session, other.id, thread.id, actor=ana, at=NOON)


def test_a_viewer_writes_no_comments(session, claim):
    viewer = make_actor(session, Role.VIEWER)
    with pytest.raises(PermissionRefused):
        comments.add(session, claim.id, CommentDraft("Hm."), actor=viewer, at=NOON)


def test_whoever_is_named_finds_it_until_they_have_read_it(session, claim, ana, ben):
    comments.add(session, claim.id, CommentDraft("@Ben Okri, please."), actor=ana, at=NOON)
    assert mentions.unread_count(session, ben) == 1
    [call] = mentions.of_member(session, ben)
    assert (call.claim.id, call.mention.comment.words) == (claim.id, "@Ben Okri, please.")
    mentions.read(session, call.mention.id, actor=ben, at=NOON)
    assert mentions.unread_count(session, ben) == 0


def test_nobody_reads_the_mentions_of_another(session, claim, ana, ben):
    comments.add(session, claim.id, CommentDraft("@Ben"), actor=ana, at=NOON)
    [call] = mentions.of_member(session, ben)
    mentions.read(session, call.mention.id, actor=ana, at=NOON)
    assert mentions.unread_count(session, ben) == 1


def test_an_edit_names_others_but_nobody_twice(session, claim, ana, ben):
    first = comments.add(session, claim.id, CommentDraft("@Ben Okri"), actor=ana, at=NOON)
    comments.revise(session, claim.id, first.id, "@Ben Okri!", actor=ana, at=NOON)
    assert len(mentions.of_member(session, ben)) == 1


NAMES = {1: "Ana Novak", 2: "Ana Novakova", 3: "Ben Okri", 4: "José Peña"}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("@Ben, is it so?", {3}),
        ("(@ben okri)", {3}),
        ("@Ana Novak and @José Peña", {1, 4}),
        ("@Ana Novakova", {2}),
        ("@Ana", set()),
        ("ben@Ben.example", set()),
        ("@Benjamin", set()),
        ("Ben Okri", set()),
    ],
)
def test_whom_words_name(words, named):
    assert named_in(words, NAMES) == named


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("@Ana Novak, please.", "@X, please."),
        ("@ana NOVAK and @Ana Novakova", "@X and @Ana Novakova"),
        ("@Ben, is it so? @Ana Novak: yes.", "@Ben, is it so? @X: yes."),
        ("Ana Novak, ana@novak.example", "Ana Novak, ana@novak.example"),
    ],
)
def test_a_name_is_taken_out_where_it_calls_that_person(words, left):
    assert renamed(words, 1, NAMES, to="X") == left


def test_a_first_name_that_calls_one_person_is_taken_out_too():
    assert renamed("@ben! @Benjamin", 3, NAMES, to="X") == "@X! @Benjamin"
    assert renamed("@STRASSER?", 1, {1: "Straßer"}, to="X") == "@X?"


def test_an_erasure_leaves_the_names_of_others_alone(session, claim, ana, ben):
    make_actor(session, name="Ben Okrisson")
    said = CommentDraft("@Ben Okri and @Ben Okrisson, please. @BEN OKRI?")
    first = comments.add(session, claim.id, said, actor=ana, at=NOON)
    mentions.forget(session, ben.account_id, {"Ben Okri"})
    assert first.words == "@Erased member and @Ben Okrisson, please. @Erased member?"
