"""tracker publish: served by any server, every link leads somewhere, nothing foreign is touched."""

import http.server
import json
import re
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from click.testing import CliRunner, Result

from tests.builders import make_claim, make_speaker
from tracker.cli import main
from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.models.engine import make_engine, write_sessions
from tracker.web.site.static_site import place_of
from tracker.web.views import syndication

pytestmark = pytest.mark.slow

SITE = "https://checks.example/desk"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of a newsroom with more reports than a page holds, and a retraction."""
    folder = tmp_path_factory.mktemp("newsroom")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATA_DIR", str(folder / "data"))
        patch.setenv("TRACKER_BASE_URL", SITE)
        patch.delenv("TRACKER_DATABASE_URL", raising=False)
        # Drawing takes longer than all the rest, and is tested where it is done.
        patch.setattr(syndication, "share_card", lambda *_: b"\x89PNG")
        CliRunner().invoke(main, ["db", "upgrade"])
        engine = make_engine(f"sqlite:///{folder / 'data' / 'tracker.sqlite3'}")
        with write_sessions(engine)() as session:
            facts = {"speaker": make_speaker(session), "content_verdict": ContentVerdict.FALSE}
            for number in range(22):
                make_claim(
                    session, stage=Stage.PUBLISHED, wording=f"Claim number {number}.", **facts
                )
            make_claim(session, stage=Stage.RETRACTED, wording="Taken back.", **facts)
            make_claim(session, stage=Stage.APPROVED, wording="CANARY", **facts)
            session.commit()
        engine.dispose()
        assert publish(folder / "site").exit_code == 0
        yield folder


@pytest.fixture
def site(newsroom: Path, tmp_path: Path) -> Path:
    """Return a copy of the published site."""
    return Path(shutil.copytree(newsroom / "site", tmp_path / "site"))


def publish(folder: Path) -> Result:
    return CliRunner().invoke(main, ["publish", str(folder)])


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Serve the files below a folder, and return where."""
    handler = partial(Quiet, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/site/"
        server.shutdown()


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_every_link_leads_to_a_page_and_every_page_can_be_reached(served: str, site: Path) -> None:
    waiting, seen = [served], {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        with urllib.request.urlopen(address) as answer:
            body, final = answer.read(), answer.url
        seen[address] = body
        if b"<html" in body[:200]:
            links = re.findall(rb'<(?:a|link|iframe)\b[^>]*?(?:href|src)="([^"]*)"', body)
            found = (urljoin(final, unescape(link.decode())) for link in links)
            waiting += [link.partition("#")[0] for link in found if link.startswith(served)]
    reports = [address for address in seen if re.search(r"/reports/[0-9]+/$", address)]
    assert len(reports) == 23
    assert any("after-" in address for address in seen)
    assert any("speaker-" in address for address in seen)
    assert not any(b"CANARY" in body for body in seen.values())


def test_links_are_relative_and_addresses_for_machines_are_whole(site: Path) -> None:
    page = (site / "reports/1/index.html").read_text()
    assert 'href="../../static/css/tokens.css"' in page
    assert f'rel="canonical" href="{SITE}/reports/1"' in page
    assert f'content="{SITE}/reports/1/card.png"' in page
    assert f'href="{SITE}/reports/1/oembed.json"' in page
    assert f'href="{SITE}/reports/1/oembed.xml"' in page
    assert "<form" not in (site / "reports/index.html").read_text()


def test_pictures_feeds_data_and_the_page_for_wrong_addresses_are_there(site: Path) -> None:
    assert (site / "reports/1/card.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((site / "reports/1/oembed.json").read_text())["version"] == "1.0"
    assert (site / "reports/1/oembed.xml").read_text().endswith("</oembed>")
    assert len(feedparser.parse((site / "reports/feed.atom").read_bytes()).entries) == 23
    assert f"{SITE}/reports/1<" in (site / "sitemap.xml").read_text()
    assert '"ClaimReview"' in (site / "reports/1/index.html").read_text()
    assert f'href="{SITE}/reports/' in (site / "404.html").read_text()


def test_the_same_newsroom_gives_the_same_files(site: Path, tmp_path: Path) -> None:
    publish(tmp_path / "again")
    assert files(site) == files(tmp_path / "again")


def test_what_has_not_changed_is_left_alone(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    told = publish(site).output
    assert told.startswith("0 files written")
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.html")} == before


def test_what_is_gone_is_deleted_and_what_is_not_ours_stays(site: Path) -> None:
    manifest = site / ".claim-tracker-site.json"
    told = json.loads(manifest.read_text())
    (site / "reports/old").mkdir()
    (site / "reports/old/index.html").write_text("gone")
    told["files"]["reports/old/index.html"] = "0" * 64
    manifest.write_text(json.dumps(told))
    (site / "CNAME").write_text("checks.example")
    assert "1 deleted" in publish(site).output
    assert not (site / "reports/old").exists()
    assert (site / "CNAME").exists()


def test_a_folder_with_other_files_is_refused(newsroom: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("Dear Ana")
    result = publish(tmp_path / "home")
    assert result.exit_code == 2
    assert "were not published by this program" in result.output
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("name", ["../letter.txt", "/etc/letter.txt"])
def test_a_manifest_that_points_outside_is_refused(site: Path, name: str) -> None:
    manifest = site / ".claim-tracker-site.json"
    manifest.write_text(json.dumps({"format": "claim-tracker/site", "files": {name: "0"}}))
    assert publish(site).exit_code == 2


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/reports", "reports/index.html"),
        ("/reports?speaker=3&after=20", "reports/after-20-speaker-3/index.html"),
        ("/reports?speaker=../../x", None),
        ("/static/css/a.css?v=12", "static/css/a.css"),
        ("/oembed?url=https%3A%2F%2Fx%2Freports%2F7", "reports/7/oembed.json"),
        ("/oembed?url=https%3A%2F%2Fx%2Freports%2F7&format=xml", "reports/7/oembed.xml"),
        ("/oembed?url=elsewhere", None),
        ("/reports/7/card.png", "reports/7/card.png"),
    ],
)
def test_each_address_has_its_file(address: str, place: str | None) -> None:
    assert place_of(address) == place
