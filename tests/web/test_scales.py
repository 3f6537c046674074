"""Editors change the scale on a page; everybody may read it."""

import pytest

from tests.builders import make_claim, make_ready_claim
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.services.editing import labels

pytestmark = pytest.mark.usefixtures("every_change_is_told")


@pytest.fixture
def begun(client, sign_in):
    sign_in(Role.EDITOR)
    assert client.submit("/scale/begin").status_code == 303


def test_a_newsroom_without_a_scale_is_told_what_it_is_for(client, sign_in):
    sign_in(Role.VIEWER)
    page = client.get("/scale").text
    assert "The common scale is used as it is" in page
    assert "Make a scale of our own" not in page


def test_an_editor_adds_a_label_and_claims_may_be_rated_with_it(client, session, begun):
    fields = {"name": "Pants on fire", "verdict": "false", "meaning": "Ridiculous."}
    assert client.submit("/scale/labels/new", fields).status_code == 303
    session.expire_all()
    pants = next(one for one in labels.in_force(session) if one.name == "Pants on fire")
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    page = client.get(f"/claims/{claim.id}")
    assert f'value="false:{pants.id}"' in page.text
    address = f"/claims/{claim.id}"
    saved = client.fill(page, address, {"content_verdict": f"false:{pants.id}"})
    assert saved.status_code == 303
    session.expire_all()
    assert claim.verdict_label.name == "Pants on fire"
    again = client.get(address)
    assert f'<option selected value="false:{pants.id}">Pants on fire' in again.text


def test_a_renamed_label_stays_on_the_claims_that_have_it(client, session, begun):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    address = f"/claims/{claim.id}"
    client.fill(client.get(address), address, {"content_verdict": "true"})
    session.expire_all()
    label = claim.verdict_label
    renamed = client.submit(f"/scale/labels/{label.id}/edit", {"name": "Right", "verdict": "true"})
    assert renamed.status_code == 303
    page = client.get(address)
    assert "True (no longer used)" in page.text
    assert client.fill(page, address, {"note": "Seen."}).status_code == 303
    session.expire_all()
    assert claim.verdict_label.name == "True"
    assert "1 retired label" in client.get("/scale").text


@pytest.mark.parametrize("name", ["", "True", "x" * 61])
def test_a_label_that_does_not_fit_is_shown_again(client, begun, name):
    answer = client.submit("/scale/labels/new", {"name": name, "verdict": "true"})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_labels_change_places_and_the_scale_turns(client, session, begun):
    last = labels.in_force(session)[-1]
    assert client.submit(f"/scale/labels/{last.id}/up").status_code == 303
    assert client.submit("/scale/turn").status_code == 303
    session.expire_all()
    names = [one.name for one in labels.in_force(session)]
    assert (names[0], names[-2:]) == ("False", ["Unverifiable", "Unproven"])


def test_only_labels_of_one_step_are_offered_another_place(client, session, begun):
    page = client.get("/scale").text
    rows = {one.name: one for one in labels.in_force(session)}
    true, unproven = rows["True"], rows["Unproven"]
    assert f"/scale/labels/{true.id}/down" not in page
    assert f"/scale/labels/{unproven.id}/down" in page
    assert f"/scale/labels/{unproven.id}/up" not in page


def test_the_history_of_the_scale_says_what_each_label_stands_for(client, begun):
    page = client.get("/scale").text
    assert "Mostly true: <bdi>Mostly true</bdi>" in " ".join(page.split())
    assert "mostly_true" not in page.split("scale-past")[2]


def test_the_list_calls_a_verdict_by_the_label_of_the_newsroom(client, session, begun):
    fields = {"name": "Pants on fire", "verdict": "false", "meaning": "Ridiculous."}
    client.submit("/scale/labels/new", fields)
    session.expire_all()
    pants = next(one for one in labels.in_force(session) if one.name == "Pants on fire")
    claim = make_claim(session, stage=Stage.IN_PROGRESS, content_verdict=ContentVerdict.FALSE)
    claim.verdict_label = pants
    session.commit()
    badges = client.get("/claims").text.split('class="claim-badges"')[1]
    assert "Pants on fire" in badges


def test_the_versions_of_a_report_are_told_by_the_label_that_readers_see(client, session, begun):
    fields = {"name": "Pants on fire", "verdict": "false", "meaning": "Ridiculous."}
    client.submit("/scale/labels/new", fields)
    session.expire_all()
    pants = next(one for one in labels.in_force(session) if one.name == "Pants on fire")
    claim = make_ready_claim(session, stage=Stage.APPROVED, content_verdict=ContentVerdict.FALSE)
    claim.verdict_label = pants
    session.commit()
    fields = {"to": "published", "edit_number": claim.edit_number}
    assert client.submit(f"/claims/{claim.id}/moves", fields).status_code == 303
    versions = client.get(f"/claims/{claim.id}").text.split("report-versions")[1]
    assert "Pants on fire" in versions


def test_a_label_goes_and_comes_back(client, session, begun):
    first = labels.in_force(session)[0]
    client.submit(f"/scale/labels/{first.id}/retire")
    assert "retired label" in client.get("/scale").text
    client.submit(f"/scale/labels/{first.id}/restore")
    assert "retired label" not in client.get("/scale").text


def test_only_editors_may_change_it(client, sign_in):
    sign_in(Role.REVIEWER)
    assert client.submit("/scale/begin").status_code == 403
