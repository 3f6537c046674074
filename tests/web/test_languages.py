"""The pages speak the language that a person chose, else the one that the browser asks for."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sqlalchemy import select

from tests.builders import make_claim
from tests.web.conftest import Browser
from tracker.domain.vocabulary import Role, Stage
from tracker.domain.workflow import STEPS
from tracker.models import Event
from tracker.services.editing import claim_fields
from tracker.services.sourcing import evidence, replies
from tracker.web import languages
from tracker.web.words.field_names import FIELD_NAMES

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(languages.__file__).parent / "translations"
OTHERS = [code for code in languages.LANGUAGES if code != languages.OWN_LANGUAGE]


def catalog(code: str):
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr-CA,fr;q=0.9", "fr"), ("es", "es"), ("de", "en")]
)
def test_before_sign_in_the_browser_decides(client: Browser, asked: str, spoken: str) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": asked}).text
    assert f'<html lang="{spoken}"' in page


def test_a_choice_before_sign_in_stays_with_the_browser(client: Browser) -> None:
    client.submit("/language", {"language": "es", "next": "/sign-in"})
    assert '<html lang="es"' in client.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_a_members_choice_stays_with_the_account(client: Browser, session, sign_in) -> None:
    account = sign_in(Role.VIEWER)
    assert client.submit("/language", {"language": "fr", "next": "/claims"}).location == "/claims"
    session.expire_all()
    assert account.language == "fr"
    assert '<html lang="fr"' in client.get("/claims").text
    event = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert event.changes == {"language": [None, "fr"]}


def test_rules_formats_scopes_and_records_are_spoken_too(client: Browser, session, sign_in) -> None:
    sign_in(Role.EDITOR)
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    client.submit("/language", {"language": "es"})
    page = client.get(f"/claims/{claim.id}").text
    assert "diga si es cierto, o que no se puede saber" in page
    assert "sin calificación" in page
    assert "no rating" not in page
    assert "Todos los campos, una afirmación por fila" in client.get("/exports").text
    client.submit("/account/tokens", {"name": "nightly", "days": "3", "scopes": "exports"})
    assert "Sacar exportaciones</p>" in client.get("/account/tokens").text


def test_no_other_language_can_be_chosen(client: Browser) -> None:
    assert client.submit("/language", {"language": "xx"}).status_code == 422


def test_public_pages_are_the_same_for_everybody(client: Browser) -> None:
    asked = client.get("/reports", headers={"Accept-Language": "fr"})
    assert asked.text == client.get("/reports").text


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(code: str) -> None:
    missing = [
        message.id
        for message in catalog(code)
        if message.id and (message.fuzzy or not _texts(message.string))
    ]
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_move_says_its_name_on_its_button(code: str) -> None:
    known = {message.id for message in catalog(code)}
    assert {step.verb for step in STEPS} <= known


@pytest.mark.parametrize("code", OTHERS)
def test_the_history_names_what_a_claim_and_its_sources_hold(code: str) -> None:
    known = {message.id for message in catalog(code)}
    fields = {*claim_fields.FIELDS, *evidence.FIELDS, *replies.FIELDS, "public_note", "revision"}
    plain = {name.removesuffix("_id") for name in fields}
    called = {FIELD_NAMES.get(one, one.replace("_", " ").capitalize()) for one in plain}
    assert called - known == set()


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_are_the_same_in_every_language(code: str) -> None:
    for message in catalog(code):
        for text in _texts(message.string):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = [set(re.findall(r"%\(\w+\)s|%%", one)) for one in ids]
            assert set(re.findall(r"%\(\w+\)s|%%", text)) in wanted, message.id


@pytest.mark.parametrize("code", OTHERS)
def test_the_compiled_messages_are_those_of_the_source(code: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalog(code))
    assert (FOLDER / code / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()


@pytest.mark.slow
def test_no_message_of_the_pages_is_missing(tmp_path: Path) -> None:
    """``make messages`` adds what is new; then somebody translates it."""
    template = tmp_path / "messages.pot"
    keywords = "_ gettext lazy_gettext ngettext:1,2 N_"
    options = ["-q", "extract", "-F", "pyproject.toml", "-k", keywords, "-o", str(template), "."]
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", *options], check=True, cwd=ROOT
    )
    with template.open("rb") as file:
        wanted = {message.id for message in read_po(file) if message.id}
    for code in OTHERS:
        assert wanted - {message.id for message in catalog(code)} == set()


def _texts(translated: object) -> list[str]:
    texts = list(translated) if isinstance(translated, tuple | list) else [translated]
    return [str(text) for text in texts] if all(texts) else []
