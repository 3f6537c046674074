"""Claims for programs: found, shown, added, edited with ETags, moved."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import make_article, make_claim
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Claim, Event

Maker = Callable[..., Program]


def test_a_claim_has_the_columns_of_the_exports(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    answer = program().get(f"/claims/{claim.id}")
    assert answer.status_code == 200
    assert answer.json["wording"] == claim.wording
    assert answer.json["content_spans"] == [[0, 53]]
    assert answer.headers["ETag"] == f'"claim-{claim.id}-{claim.edit_number}"'


def test_notes_are_for_those_who_check_facts(session: Session, program: Maker) -> None:
    claim = make_claim(session, note="Ask the harbour master")
    session.commit()
    assert program(Role.VIEWER).get(f"/claims/{claim.id}").json["note"] is None
    shown = program(Role.FACT_CHECKER).get(f"/claims/{claim.id}").json
    assert shown["note"] == "Ask the harbour master"


def test_a_claim_that_was_not_changed_is_not_sent_again(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    asking = program()
    tag = asking.get(f"/claims/{claim.id}").headers["ETag"]
    assert asking.get(f"/claims/{claim.id}", headers={"If-None-Match": tag}).status_code == 304


def test_a_list_leads_to_its_next_page(session: Session, program: Maker) -> None:
    article = make_article(session)
    numbers = [make_claim(session, article=article).id for _ in range(3)]
    session.commit()
    asking = program()
    first = asking.get(f"/claims?article={article.id}&limit=2")
    assert [one["claim_id"] for one in first.json["entries"]] == numbers[:0:-1]
    link = first.headers["Link"]
    assert link.endswith('; rel="next"')
    address = link[1 : link.index(">")].removeprefix("/api/v1")
    second = asking.get(address)
    assert [one["claim_id"] for one in second.json["entries"]] == numbers[:1]
    assert second.json["next"] is None


def test_the_filters_are_those_of_the_list(session: Session, program: Maker) -> None:
    article = make_article(session)
    make_claim(session, article=article)
    taken = make_claim(session, article=article, stage=Stage.NEW)
    session.commit()
    answer = program().get(f"/claims?article={article.id}&stage=new&stage=triaged")
    assert [one["claim_id"] for one in answer.json["entries"]] == [taken.id]


def test_a_filter_that_does_not_exist_is_refused(program: Maker) -> None:
    answer = program().get("/claims?colour=red")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/colour"


def test_an_edit_without_a_version_is_refused(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    answer = program().patch(f"/claims/{claim.id}", json={"wording": "The port grew."})
    assert answer.status_code == 428
    assert answer.mimetype == "application/problem+json"


def test_an_edit_changes_what_was_sent_and_no_more(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.NEW, medium="radio")
    session.commit()
    asking = program()
    tag = asking.get(f"/claims/{claim.id}").headers["ETag"]
    answer = asking.patch(f"/claims/{claim.id}", match=tag, json={"wording": "The port grew."})
    assert answer.status_code == 200
    assert answer.json["wording"] == "The port grew."
    assert answer.json["medium"] == "radio"
    assert answer.headers["ETag"] != tag


def test_the_second_of_two_editors_gets_both_versions(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    session.commit()
    asking = program()
    tag = asking.get(f"/claims/{claim.id}").headers["ETag"]
    asking.patch(f"/claims/{claim.id}", match=tag, json={"wording": "The port grew."})
    late = asking.patch(f"/claims/{claim.id}", match=tag, json={"wording": "It shrank."})
    assert late.status_code == 412
    assert late.json["current"]["wording"] == "The port grew."
    assert late.json["attempted"]["wording"] == "It shrank."


def test_the_tag_of_another_claim_does_not_do(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    session.commit()
    tag = f'"claim-{claim.id + 1}-{claim.edit_number}"'
    answer = program().patch(f"/claims/{claim.id}", match=tag, json={"note": "x"})
    assert answer.status_code == 412


def test_a_star_means_whatever_version_there_is(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    session.commit()
    answer = program().patch(f"/claims/{claim.id}", match="*", json={"note": "Seen"})
    assert answer.status_code == 200


def test_a_claim_is_added_where_it_stands_in_the_text(session: Session, program: Maker) -> None:
    article = make_article(session)
    session.commit()
    answer = program().post("/claims", json={"article_id": article.id, "content": [[0, 53]]})
    assert answer.status_code == 201
    assert answer.json["stage"] == "new"
    assert answer.headers["Location"] == f"/api/v1/claims/{answer.json['claim_id']}"


def test_stretches_that_do_not_fit_the_text_are_named(session: Session, program: Maker) -> None:
    article = make_article(session)
    session.commit()
    answer = program().post("/claims", json={"article_id": article.id, "content": [[9, 3]]})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/content"


def test_a_move_goes_through_the_same_table(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    asking = program()
    tag = asking.get(f"/claims/{claim.id}").headers["ETag"]
    moved = asking.post(f"/claims/{claim.id}/moves", match=tag, json={"to": "new"})
    assert moved.json["stage"] == "new"
    refused = asking.post(f"/claims/{claim.id}/moves", match="*", json={"to": "approved"})
    assert refused.status_code == 409
    assert "cannot become" in refused.json["detail"]


def test_publishing_needs_its_own_scope(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.APPROVED)
    session.commit()
    asking = program(Role.EDITOR, [Scope.READ, Scope.MOVES])
    answer = asking.post(f"/claims/{claim.id}/moves", match="*", json={"to": "published"})
    assert answer.status_code == 403
    assert "publish" in answer.json["detail"]


def test_a_refused_move_writes_nothing(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    asking = program()
    before = session.scalar(select(func.count(Event.id)))
    asking.post(f"/claims/{claim.id}/moves", match='"claim-1-0"', json={"to": "new"})
    session.expire_all()
    assert session.scalar(select(func.count(Event.id))) == before
    assert session.get(Claim, claim.id).stage is Stage.PROPOSED


def test_the_history_tells_who_did_what(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    asking = program()
    asking.post(f"/claims/{claim.id}/moves", match="*", json={"to": "new"})
    events = asking.get(f"/claims/{claim.id}/history").json["entries"]
    assert [(one["action"], one["actor"]) for one in events] == [("claim.moved", "Ada Martin")]
    assert events[0]["changes"]["stage"] == ["proposed", "new"]
