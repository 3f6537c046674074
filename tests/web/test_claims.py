"""Claims over HTTP: the desk, the form, the moves, and what two editors do to each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import lxml.html
import pytest
from sqlalchemy.orm import Session

from tests.builders import TEXT, make_article, make_claim, make_speaker
from tests.web.browser import form_fields
from tests.web.conftest import Browser, give_sign_in
from tracker.domain.vocabulary import (
    Checkability,
    ContentVerdict,
    Role,
    SpanPart,
    SpeakerKind,
    Stage,
)
from tracker.models import Account, Claim, Speaker
from tracker.services.editing import spans
from tracker.web.database import RequestDatabase

SPANS = {
    SpanPart.CONTENT: ((0, 53),),
    SpanPart.CUE: ((55, 59),),
    SpanPart.SOURCE: ((60, 69),),
}


@pytest.fixture
def checker(sign_in: Callable[..., Account]) -> Account:
    return sign_in(Role.FACT_CHECKER, "Omar Haddad")


@pytest.fixture
def claim(session: Session) -> Claim:
    """Return a proposed claim of Ana Silva with content, cue and source."""
    article = make_article(session, text=TEXT)
    made = make_claim(
        session,
        article=article,
        speaker=make_speaker(session),
        confidence=0.9,
        reasons=["said, with the speaker behind it"],
        spans=spans.make(TEXT, SPANS),
    )
    session.commit()
    return made


def parts(answer: Any, path: str) -> list[Any]:
    """Return the parts of a page that an XPath finds."""
    found: list[Any] = lxml.html.document_fromstring(answer.text).xpath(path)
    return found


def of_class(name: str) -> str:
    """Return the XPath of all parts with a class."""
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def text_of(answer: Any) -> str:
    """Return the words of the article on a page, without numbers and tags."""
    return "".join(piece.text_content() for piece in parts(answer, "//*[@data-start]"))


def test_the_desk_shows_the_whole_text_with_the_claim_marked_in_it(
    client: Browser, claim: Claim, checker: Account
) -> None:
    answer = client.get(f"/articles/{claim.article_version.article_id}")
    assert text_of(answer) == TEXT.replace("\n", "")
    names = ("claim-mark", "claim-cue", "claim-source", "claim-number")
    inside = of_class("line")
    marked = {
        name: "".join(part.text_content() for part in parts(answer, inside + of_class(name)))
        for name in names
    }
    assert marked == dict(zip(names, (TEXT[0:53], "said", "Ana Silva", "1"), strict=True))


def test_nothing_comes_between_the_pieces_of_a_paragraph(
    client: Browser, claim: Claim, checker: Account
) -> None:
    answer = client.get(f"/articles/{claim.article_version.article_id}")
    lines = [
        "".join(paragraph.xpath(".//text()[not(ancestor::a)]"))
        for paragraph in parts(answer, "//article//p")
    ]
    assert lines == TEXT.split("\n\n")


def test_places_in_the_text_count_code_points(
    client: Browser, session: Session, checker: Account
) -> None:
    article = make_article(session, text="😀 “Yes 👩‍🚒,” she said.")
    make_claim(session, article=article, content=((2, 11),))
    session.commit()
    starts = parts(client.get(f"/articles/{article.id}"), "//@data-start")
    assert starts == ["0", "2", "11"]


def test_text_that_looks_like_markup_is_only_text(
    client: Browser, session: Session, checker: Account
) -> None:
    article = make_article(session, title="<i>x</i>", text="<script>alert(1)</script> & “so”")
    make_claim(session, article=article, content=((3, 12),), wording="<b>bold</b>")
    session.commit()
    answer = client.get(f"/articles/{article.id}")
    assert text_of(answer) == "<script>alert(1)</script> & “so”"
    assert "<script>alert" not in answer.text
    assert "<b>bold" not in answer.text


def test_a_sign_that_turns_the_text_around_is_shown_and_does_nothing(
    client: Browser, session: Session, checker: Account
) -> None:
    article = make_article(session, text="He said \u202egnp.exe is safe.")
    session.commit()
    answer = client.get(f"/articles/{article.id}")
    assert "\u202e" not in answer.text
    assert 'title="right-to-left override">RLO<' in answer.text


def test_overlapping_claims_stand_one_in_the_other_on_lines_of_their_own(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    inner = make_claim(session, article=claim.article_version.article, content=((4, 21),))
    session.commit()
    answer = client.get(f"/articles/{claim.article_version.article_id}")
    (nested,) = parts(answer, f"//span[@data-claim={claim.id}]//span[@data-claim={inner.id}][1]")
    assert nested.text_content() == "port of Varna mov"
    assert "lane-1" in nested.get("class")


def test_a_card_says_who_what_kind_and_how_sure(
    client: Browser, claim: Claim, checker: Account
) -> None:
    answer = client.get(f"/articles/{claim.article_version.article_id}")
    (card,) = parts(answer, of_class("claim-card"))
    words = " ".join(card.text_content().split())
    assert "1 Ana Silva" in words
    assert "Indirect speech · states · found: sure" in words
    assert "Proposed Not yet rated" in words


def test_the_rail_says_what_became_of_each_sentence(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    answer = client.get(f"/articles/{claim.article_version.article_id}")
    bars = parts(answer, "//line[title]/@class")
    assert bars == ["rail-proposed", "rail-unseen"]
    assert "0 % of the sentences are decided" in answer.text


def test_a_claim_is_accepted_on_the_desk(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    desk = f"/articles/{claim.article_version.article_id}"
    answer = client.submit(
        f"/claims/{claim.id}/moves", {"to": "new", "next": f"{desk}?claim={claim.id}"}
    )
    assert (answer.status_code, answer.location) == (303, f"{desk}?claim={claim.id}")
    session.expire_all()
    assert claim.stage is Stage.NEW
    assert "is-accepted" in client.get(desk).text


def test_a_claim_is_declined_with_a_reason_and_can_be_taken_back(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    desk = f"/articles/{claim.article_version.article_id}"
    answer = client.submit(
        f"/claims/{claim.id}/moves",
        {"to": "declined", "checkability": "opinion", "next": desk},
        follow_redirects=True,
    )
    session.expire_all()
    assert (claim.stage, claim.checkability) == (Stage.DECLINED, Checkability.OPINION)
    assert "Undo" in answer.text
    assert "claim-mark" not in answer.text.split("<article")[1].split("</article>")[0]
    client.fill(answer, f"/claims/{claim.id}/moves", {})
    session.expire_all()
    assert claim.stage is Stage.NEW


def test_a_decline_without_a_reason_says_what_is_missing_and_keeps_the_note(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    answer = client.submit(
        f"/claims/{claim.id}/moves", {"to": "declined", "note": "I asked around"}
    )
    assert answer.status_code == 409
    assert "To decline, say what kind of statement it is." in answer.text
    assert "I asked around" in answer.text
    session.expire_all()
    assert claim.stage is Stage.PROPOSED


def test_a_move_that_somebody_else_made_first_leaves_the_desk_standing(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    desk = f"/articles/{claim.article_version.article_id}"
    fields = {"to": "new", "next": desk}
    client.submit(f"/claims/{claim.id}/moves", fields)
    answer = client.submit(
        f"/claims/{claim.id}/moves", fields, headers={"HX-Request": "true"}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "cannot become accepted" in answer.text
    assert 'id="desk"' in answer.text


def test_a_claim_that_changed_since_it_was_seen_is_not_moved(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    page = client.get(f"/articles/{claim.article_version.article_id}")
    client.fill(client.get(address), address, {"wording": "Something else."})
    answer = client.fill(page, f"{address}/moves", {"to": "new"})
    assert answer.status_code == 409
    assert "Somebody else saved this record" in answer.text
    session.expire_all()
    assert claim.stage is Stage.PROPOSED


def test_a_headline_that_the_text_repeats_is_shown_once(
    client: Browser, session: Session, checker: Account
) -> None:
    article = make_article(session, title="The port grows", text=f"The port grows\n\n{TEXT}")
    make_claim(session, article=article, content=((16, 69),))
    session.commit()
    address = f"/articles/{article.id}"
    assert len(parts(client.get(address), "//div[@hidden]//*[@data-start]")) == 1
    make_claim(session, article=article, content=((0, 14),))
    session.commit()
    assert parts(client.get(address), "//div[@hidden]//*[@data-start]") == []


def test_nobody_is_sent_to_another_site_after_a_move(
    client: Browser, claim: Claim, checker: Account
) -> None:
    answer = client.submit(
        f"/claims/{claim.id}/moves", {"to": "new", "next": "https://elsewhere.example/"}
    )
    assert answer.location == "/"


def test_thoughts_are_folded_away_and_can_be_made_claims(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    claim.is_statement = False
    session.commit()
    desk = f"/articles/{claim.article_version.article_id}"
    page = client.get(desk)
    assert "Thoughts, wishes and topics" in page.text
    assert "Make it a claim" in page.text
    assert "No claim was found" in page.text
    client.submit(f"/claims/{claim.id}/moves", {"to": "new", "next": desk})
    session.expire_all()
    assert claim.is_statement
    assert "Thoughts, wishes and topics" not in client.get(desk).text


def test_the_claim_page_shows_the_claim_in_its_sentence_and_why_it_was_found(
    client: Browser, claim: Claim, checker: Account
) -> None:
    answer = client.get(f"/claims/{claim.id}")
    assert text_of(answer) == TEXT.split("\n", maxsplit=1)[0]
    assert "said, with the speaker behind it" in answer.text
    assert "confidence 0.90" in answer.text


def test_the_form_is_saved(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    answer = client.fill(
        client.get(address),
        address,
        {
            "wording": "The port moved nine million tonnes in 2025.",
            "role_as_stated": "director",
            "medium": "radio",
            "said_on": "2026-02-01",
            "checkability": "checkable",
            "content_verdict": "mostly_true",
            "qualifiers": ["outdated", "exaggerated"],
            "explanation": "The yearbook says so.",
            "assignee_id": str(checker.id),
        },
    )
    assert answer.status_code == 303
    session.expire_all()
    assert claim.wording == "The port moved nine million tonnes in 2025."
    assert claim.content_verdict is ContentVerdict.MOSTLY_TRUE
    assert claim.qualifiers == ["exaggerated", "outdated"]
    assert (claim.speaker.name, claim.assignee_id) == ("Ana Silva", checker.id)
    assert claim.is_touched


def test_an_empty_wording_is_said_beside_the_field_and_the_rest_is_kept(
    client: Browser, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    answer = client.fill(
        client.get(address), address, {"wording": " ", "explanation": "Half a page of reasons"}
    )
    assert answer.status_code == 422
    assert "Say what is claimed." in answer.text
    assert "Half a page of reasons" in answer.text


def test_a_refusal_of_the_service_stands_beside_its_field(
    client: Browser, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    answer = client.fill(client.get(address), address, {"said_on": "2999-01-01"})
    assert answer.status_code == 422
    assert 'id="said_on-error"' in answer.text
    assert "This day has not come yet." in answer.text


def test_a_known_speaker_is_found_by_name_without_case(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    other = make_speaker(session, name="Jorge Peña")
    session.commit()
    address = f"/claims/{claim.id}"
    assert client.fill(client.get(address), address, {"speaker": "jorge pena"}).status_code == 303
    session.expire_all()
    assert claim.speaker_id == other.id


def test_an_unknown_speaker_is_offered_to_be_added(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    asked = client.fill(client.get(address), address, {"speaker": "Port Authority"})
    assert asked.status_code == 422
    assert "Nobody of this name is known yet." in asked.text
    answer = client.fill(asked, address, {"new_speaker_kind": "organisation"})
    assert answer.status_code == 303
    session.expire_all()
    assert (claim.speaker.name, claim.speaker.kind) == (
        "Port Authority",
        SpeakerKind.ORGANISATION,
    )


def test_between_two_speakers_of_one_name_the_form_asks(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    make_speaker(session, name="John Smith", description="a miner")
    wanted = make_speaker(session, name="John Smith", description="a minister")
    session.commit()
    address = f"/claims/{claim.id}"
    asked = client.fill(client.get(address), address, {"speaker": "John Smith"})
    assert asked.status_code == 422
    assert "John Smith (a miner)" in asked.text
    answer = client.fill(asked, address, {"namesake": str(wanted.id)})
    assert answer.status_code == 303
    session.expire_all()
    assert claim.speaker_id == wanted.id


def test_a_claim_may_have_no_speaker(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    address = f"/claims/{claim.id}"
    client.fill(client.get(address), address, {"speaker": ""})
    session.expire_all()
    assert claim.speaker_id is None
    assert session.query(Speaker).count() == 1


def test_a_contributor_gets_no_verdict_to_fill_in(
    client: Browser, session: Session, claim: Claim, sign_in: Callable[..., Account]
) -> None:
    sign_in(Role.CONTRIBUTOR)
    address = f"/claims/{claim.id}"
    page = client.get(address)
    assert "content_verdict" not in form_fields(page, address)
    answer = client.fill(page, address, {"note": "Seen.", "content_verdict": "true"})
    assert answer.status_code == 303
    session.expire_all()
    assert (claim.note, claim.content_verdict) == ("Seen.", ContentVerdict.NOT_RATED)


def test_a_viewer_reads_and_finds_no_form(
    client: Browser, claim: Claim, sign_in: Callable[..., Account]
) -> None:
    sign_in(Role.VIEWER)
    page = client.get(f"/claims/{claim.id}")
    assert page.status_code == 200
    assert 'id="edit"' not in page.text
    assert client.submit(f"/claims/{claim.id}", {"wording": "x"}).status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.ADMIN])
def test_who_only_reads_sees_the_desk_without_its_buttons(
    client: Browser, claim: Claim, sign_in: Callable[..., Account], role: Role
) -> None:
    sign_in(role)
    page = client.get(f"/articles/{claim.article_version.article_id}?claim={2**80}")
    assert page.status_code == 200
    assert "The port of Varna" in page.text
    for button in ("Accept", "Decline", "Add a claim", "Read again"):
        assert f">{button}" not in page.text


def test_a_published_claim_keeps_its_wording_and_takes_a_note(
    client: Browser, session: Session, checker: Account
) -> None:
    claim = make_claim(session, stage=Stage.PUBLISHED)
    session.commit()
    address = f"/claims/{claim.id}"
    page = client.get(address)
    assert "wording" not in form_fields(page, address)
    assert client.fill(page, address, {"note": "A reader wrote."}).status_code == 303
    session.expire_all()
    assert claim.note == "A reader wrote."


def test_moves_say_what_they_ask_and_what_is_missing(
    client: Browser, session: Session, checker: Account
) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS, assignee_id=checker.id, assignee=checker)
    session.commit()
    page = client.get(f"/claims/{claim.id}").text
    assert "give both verdicts: was it said, and is it true" in page
    assert "name the speaker, or choose an anonymous source" in page
    assert "Release …" in page


def test_the_way_onwards_stands_before_the_way_back(
    client: Browser, session: Session, checker: Account
) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    page = lxml.html.fromstring(client.get(f"/claims/{claim.id}").text)
    targets = page.xpath("//section[contains(@class, 'moves')]//input[@name='to']/@value")
    assert targets[:2] == ["in_review", "triaged"]


def test_the_history_reads_word_by_word(client: Browser, claim: Claim, checker: Account) -> None:
    address = f"/claims/{claim.id}"
    changed = claim.wording.replace("nine", "twelve")
    client.fill(client.get(address), address, {"wording": changed})
    page = client.get(f"{address}/history").text
    assert "<del>nine</del><ins>twelve</ins>" in page
    assert "Omar Haddad" in page


class TestTwoEditors:
    """Both opened the form; the second to save gets both versions."""

    @pytest.fixture
    def other(self, app: Any, session: Session, member: Callable[..., Account]) -> Browser:
        browser = app.test_client()
        give_sign_in(browser, session, member(Role.EDITOR, "Vera Lind"))
        return browser

    def conflict(
        self, client: Browser, other: Browser, claim: Claim, theirs: Any, mine: Any
    ) -> Any:
        address = f"/claims/{claim.id}"
        my_page = client.get(address)
        assert other.fill(other.get(address), address, theirs).status_code == 303
        answer = client.fill(my_page, address, mine)
        assert answer.status_code == 409
        return answer

    def test_the_second_sees_both_versions_and_who_was_first(
        self, client: Browser, claim: Claim, checker: Account, other: Browser
    ) -> None:
        answer = self.conflict(
            client, other, claim, {"explanation": "Their reason"}, {"explanation": "My reason"}
        )
        assert "Vera Lind saved it while you were editing." in answer.text
        assert "Their reason" in answer.text
        assert "My reason" in answer.text
        assert "both of you changed it" in answer.text

    def test_mine_can_be_saved_over_theirs(
        self, client: Browser, session: Session, claim: Claim, checker: Account, other: Browser
    ) -> None:
        answer = self.conflict(
            client, other, claim, {"explanation": "Their reason"}, {"explanation": "My reason"}
        )
        assert client.fill(answer, f"/claims/{claim.id}", {}).status_code == 303
        session.expire_all()
        assert claim.explanation == "My reason"

    def test_theirs_can_be_kept_field_by_field(
        self, client: Browser, session: Session, claim: Claim, checker: Account, other: Browser
    ) -> None:
        answer = self.conflict(
            client,
            other,
            claim,
            {"explanation": "Their reason", "note": "Their note"},
            {"explanation": "My reason", "note": "My note"},
        )
        client.fill(answer, f"/claims/{claim.id}", {"keep-explanation": "theirs"})
        session.expire_all()
        assert (claim.explanation, claim.note) == ("Their reason", "My note")

    def test_what_only_they_changed_stays_unless_i_say_otherwise(
        self, client: Browser, session: Session, claim: Claim, checker: Account, other: Browser
    ) -> None:
        answer = self.conflict(client, other, claim, {"medium": "radio"}, {"note": "My note"})
        assert "only they changed it" in answer.text
        client.fill(answer, f"/claims/{claim.id}", {})
        session.expire_all()
        assert (claim.medium, claim.note) == ("radio", "My note")

    def test_speakers_are_compared_by_name(
        self, client: Browser, session: Session, claim: Claim, checker: Account, other: Browser
    ) -> None:
        make_speaker(session, name="Jorge Peña")
        make_speaker(session, name="Mei Tan")
        session.commit()
        answer = self.conflict(
            client, other, claim, {"speaker": "Jorge Peña"}, {"speaker": "Mei Tan"}
        )
        assert "Jorge Peña" in answer.text
        client.fill(answer, f"/claims/{claim.id}", {})
        session.expire_all()
        assert claim.speaker.name == "Mei Tan"

    def test_a_third_save_in_between_is_a_conflict_again(
        self, client: Browser, session: Session, claim: Claim, checker: Account, other: Browser
    ) -> None:
        address = f"/claims/{claim.id}"
        answer = self.conflict(client, other, claim, {"note": "First"}, {"note": "Mine"})
        other.fill(other.get(address), address, {"note": "Second"})
        again = client.fill(answer, address, {})
        assert again.status_code == 409
        assert "Second" in again.text
        assert "Mine" in again.text
        assert client.fill(again, address, {}).status_code == 303
        session.expire_all()
        assert claim.note == "Mine"

    def test_a_save_while_the_page_is_made_is_shown_on_it(
        self,
        client: Browser,
        session: Session,
        claim: Claim,
        checker: Account,
        other: Browser,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """What the form saves over must stand on the page, or it would be lost unseen."""
        address = f"/claims/{claim.id}"
        stop_writing = RequestDatabase.stop_writing

        def slowly(database: RequestDatabase) -> None:
            stop_writing(database)
            monkeypatch.undo()
            # In a thread of its own, or the two requests would share what Flask keeps for one.
            with ThreadPoolExecutor(1) as threads:
                threads.submit(lambda: other.fill(other.get(address), address, {"note": "Second"}))

        page = client.get(address)
        other.fill(other.get(address), address, {"note": "First"})
        monkeypatch.setattr(RequestDatabase, "stop_writing", slowly)
        answer = client.fill(page, address, {"note": "Mine"})
        (theirs,) = parts(answer, of_class("conflict-theirs"))
        assert theirs.text_content() == "Second"
        client.fill(answer, address, {})
        session.expire_all()
        assert claim.note == "Mine"


def test_an_address_too_large_for_a_number_leads_nowhere(client: Browser, checker: Account) -> None:
    for address in ("/claims/99999999999999999999", "/claims/9999999", "/articles/2147483648"):
        assert client.get(address).status_code == 404
