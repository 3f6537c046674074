"""The fetcher reaches public sites and nothing else; every door is tried here."""

import gzip
import hashlib
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from tracker.readers import read
from tracker.readers.addresses import is_public, unmapped
from tracker.readers.fetching import FetchFailed, FetchRefused, Policy, fetch, look_up
from tracker.readers.targets import vetted_target

# Connections that the fetcher must not make have to be possible, or the tests could not fail.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "127.0.0.3"])

PAGE = b"<!doctype html><html><p>The mayor said on Monday that she would go.</p></html>"
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web server on the own machine: it answers by path and counts connections and requests."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.connections = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                site.connections += 1
                super().setup()

            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                answer = site.answers[self.path]
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def page(self, path: str, body: bytes = PAGE, **headers: str) -> None:
        """Answer a path with a page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (200, {"Content-Type": "text/html; charset=utf-8", **named}, body)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Answer a path with a redirect."""
        self.answers[path] = (status, {"Location": to}, b"")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.close()


@pytest.fixture
def canary() -> Iterator[Site]:
    """Return a server that nobody may reach: it stands for all that is internal."""
    try:
        running = Site("127.0.0.2")
    except OSError:
        pytest.skip("this system has only one loopback address")
    yield running
    running.close()


def open_to(site: Site, *names: str, **limits: float) -> Policy:
    """Return a policy under which the site's machine is the public web."""
    known = {"news.example", *names}

    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        if host not in known:
            raise OSError("no such name")
        return ["127.0.0.1"]

    return Policy(
        resolve=resolve,
        allow=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({site.port}),
        **limits,
    )


def url(site: Site, path: str = "/a", host: str = "news.example") -> str:
    return f"http://{host}:{site.port}{path}"


# What works


def test_a_page_is_fetched_and_kept_as_evidence(site):
    site.page("/a?b=1")
    fetched = fetch(f"  {url(site, '/a?b=1#part')} ", policy=open_to(site))
    assert fetched.content == PAGE
    assert fetched.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert fetched.final_url == url(site, "/a?b=1")
    assert fetched.media_type == "text/html; charset=utf-8"
    assert ("content-type", "text/html; charset=utf-8") in fetched.headers
    assert fetched.address == "127.0.0.1"
    assert fetched.fetched_at.tzinfo is not None


def test_what_was_fetched_can_be_read(site):
    site.page("/a")
    fetched = fetch(url(site), policy=open_to(site))
    document = read(fetched.content, media_type=fetched.media_type, url=fetched.final_url)
    assert document.text == "The mayor said on Monday that she would go."


def test_the_name_goes_into_the_host_header_and_no_cookie_with_it(site):
    site.redirect("/a", "/b")
    site.answers["/a"][1]["Set-Cookie"] = "a=b"
    site.page("/b")
    fetch(url(site), policy=open_to(site))
    headers = site.requests[1][1]
    assert headers["Host"] == f"news.example:{site.port}"
    assert "Cookie" not in headers
    assert "Referer" not in headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_listed(site, status):
    site.redirect("/a", "/b", status)
    site.redirect("/b", url(site, "/c", "other.example"), status)
    site.page("/c")
    fetched = fetch(url(site), policy=open_to(site, "other.example"))
    assert fetched.visited == (
        url(site),
        url(site, "/b"),
        url(site, "/c", "other.example"),
    )
    assert fetched.url == url(site)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)],
)
def test_packed_pages_are_unpacked(site, encoding, pack):
    site.page("/a", pack(PAGE), Content_Encoding=encoding)
    assert fetch(url(site), policy=open_to(site)).content == PAGE


def test_the_second_address_serves_where_the_first_does_not_answer(site):
    site.page("/a")
    policy = Policy(
        resolve=lambda *_: ["127.0.0.3", "127.0.0.1"],
        allow=lambda _: True,
        ports=frozenset({site.port}),
    )
    assert fetch(url(site), policy=policy).address == "127.0.0.1"


def test_a_proxy_in_the_environment_is_not_used(site, canary, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.2:{canary.port}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.2:{canary.port}")
    site.page("/a")
    fetch(url(site), policy=open_to(site))
    assert canary.connections == 0


# What fails, and what it says


def failure(site: Site, path: str = "/a", **limits: float) -> str:
    """Return what the fetcher says about a page that it could not or would not fetch."""
    with pytest.raises((FetchFailed, FetchRefused)) as caught:
        fetch(url(site, path), policy=open_to(site, **limits))
    return str(caught.value)


def test_an_unknown_name_says_what_to_do_instead(site):
    with pytest.raises(FetchFailed, match=r"no way to reach unknown\.example: its name was not"):
        fetch(url(site, host="unknown.example"), policy=open_to(site))


def test_a_name_without_addresses_fails(site):
    policy = Policy(resolve=lambda *_: [], ports=frozenset({site.port}))
    with pytest.raises(FetchFailed, match="has no address"):
        fetch(url(site), policy=policy)


def test_a_closed_port_says_what_to_do_instead(site):
    site.close()
    assert "save the page in a browser and upload the file" in failure(site)


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_an_answer_that_is_no_page_fails_with_its_status(site, status):
    site.answers["/a"] = (status, {}, b"")
    expected = "not an article" if status == 204 else f"answered {status}"
    assert expected in failure(site)


def test_a_chain_of_redirects_ends(site):
    for number in range(10):
        site.redirect(f"/{number}", f"/{number + 1}")
    assert "redirects more than 5 times" in failure(site, "/0")
    assert len(site.requests) == 6


@pytest.mark.parametrize("location", ["", "http://a b/", "\\\\127.0.0.1\\", "http://[::1"])
def test_a_redirect_to_nowhere_fails(site, location):
    site.redirect("/a", location)
    assert "redirects to no usable address" in failure(site)


@pytest.mark.parametrize(
    "media_type", ["image/png", "application/zip", "application/json", "text/css", ""]
)
def test_other_media_types_are_refused(site, media_type):
    site.page("/a", Content_Type=media_type)
    assert "not an article" in failure(site)


def test_a_page_above_the_wire_limit_is_cut_off(site):
    site.page("/a", b"a" * 200_000)
    assert "larger than 100,000 bytes" in failure(site, wire_bytes=100_000)


def test_a_packed_bomb_is_noticed_before_it_goes_off(site):
    site.page("/a", gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
    assert "unpacks to more than 20,000,000 bytes" in failure(site)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x"])
def test_unknown_packing_fails(site, encoding):
    site.page("/a", Content_Encoding=encoding)
    assert "packed in an unknown way" in failure(site)


def test_a_damaged_or_short_packed_page_fails(site):
    site.page("/a", b"not packed at all", Content_Encoding="gzip")
    assert "damaged" in failure(site)
    site.page("/b", gzip.compress(PAGE)[:-9], Content_Encoding="gzip")
    assert "cut short" in failure(site, "/b")


def test_a_site_that_speaks_no_http_fails(site):
    site.answers["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
    assert "speaks no HTTP" in failure(site)


def test_a_site_that_hangs_up_within_the_page_fails(site):
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\nx"
        )
        handler.close_connection = True

    site.answers["/a"] = hang_up
    assert "broke off" in failure(site)


def test_a_site_that_resets_the_connection_fails(site):
    def reset(handler: BaseHTTPRequestHandler) -> None:
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    site.answers["/a"] = reset
    assert "this machine has no way to reach news.example" in failure(site)


def drip(piece: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
            for _ in range(100):
                handler.wfile.write(piece)
                time.sleep(0.05)
        except OSError:
            return

    return answer


@pytest.mark.parametrize("piece", [b"X-A: b\r\n", b"\r\n\r\nwords"])
def test_a_site_that_sends_a_little_now_and_then_is_left_at_the_deadline(site, piece):
    site.answers["/a"] = drip(piece)
    started = time.monotonic()
    assert "it took longer than 1 seconds" in failure(site, total_seconds=0.6)
    assert time.monotonic() - started < 4  # a hundred pieces would take five


def test_a_site_without_tls_is_no_secure_site(site):
    with pytest.raises(FetchFailed, match="no valid certificate"):
        fetch(f"https://news.example:{site.port}/", policy=open_to(site))


def test_the_deadline_counts_for_the_look_up_too(site):
    def slow(host: str, port: int, seconds: float) -> Sequence[str]:
        assert seconds <= 0.2
        time.sleep(0.3)
        return ["127.0.0.1"]

    policy = Policy(resolve=slow, ports=frozenset({site.port}), allow=lambda _: True,
                    total_seconds=0.2)  # fmt: skip
    with pytest.raises(FetchFailed, match="took longer"):
        fetch(url(site), policy=policy)


def test_the_look_up_gives_addresses_or_an_error(monkeypatch):
    assert "127.0.0.1" in look_up("127.0.0.1", 80, 5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.5) or [])
    with pytest.raises(OSError, match="not found in time"):
        look_up("news.example", 80, 0.05)


def test_a_name_that_cannot_be_encoded_is_not_found(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise UnicodeError("label too long")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(OSError, match="label too long"):
        look_up("news.example", 80, 5)


# Which addresses are public


def words(text: str) -> list[str]:
    return text.split()


PRIVATE = words(
    """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
127.0.0.53 127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:0:7f00:1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe
64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1:: 2001:0:5ef5:79fb:0:59d:80ff:fffe 2001:2::1
2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:808:808:: 3fff::1
fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 2606:4700::1111%eth0 fec0::1 ff02::1 ff0e::1 5f00::1
4000::1 e000::1
"""
)
PUBLIC = words(
    """
1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.1.0.1
223.255.255.255 2606:4700::1111 2a00:1450:4001:82a::200e 2001:4860:4860::8888 ::ffff:8.8.8.8
64:ff9b::808:808
"""
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_known(address):
    assert is_public(ip_address(address))


def test_cloaked_addresses_are_uncloaked():
    assert str(unmapped(ip_address("::ffff:10.0.0.1"))) == "10.0.0.1"
    assert str(unmapped(ip_address("64:ff9b::a9fe:a9fe"))) == "169.254.169.254"
    assert str(unmapped(ip_address("2606:4700::1111"))) == "2606:4700::1111"


# Hostile targets: none of them makes a connection

LITERALS = [f"http://[{one}]/" if ":" in one else f"http://{one}/" for one in PRIVATE]
NOTATIONS = [
    f"{scheme}://{host}/"
    for scheme in ("http", "https")
    for host in words(
        """
2130706433 0x7f000001 017700000001 0x7f.1 0x7f.0.0.1 0177.0.0.1 0177.1 127.1 127.0.1
00127.0.0.1 127.0.0.1. 2130706433. 0x7f.1. 3232235521 2852039166 0xa9fea9fe 0251.0376.0251.0376
10.1 0 0x0 00 ①②⑦.0.0.1 １２７.0.0.1 127。0。0。1 127．0．0．1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ %31%32%37.0.0.1 127.0.0.%31
localhost%00.example 127.0.0.1%2f.example 127.0.0.1%09 256.256.256.256 1.2.3.4.5 0x 0x.0x a..b
-.example .example [127.0.0.1] [::1%25lo] [::127.0.0.1 [0:0:0:0:0:0:0:1] [::ffff:7f00:1]
[0:0:0:0:0:ffff:127.0.0.1] [::ffff:0x7f.1] [1::2::3] [] [g::1]
"""
    )
]
WRITTEN = [
    "", "/", "//127.0.0.1/", "127.0.0.1", "http:", "http:/", "http://", "http:///",
    "http:127.0.0.1",
    "http:/127.0.0.1/", "http:///127.0.0.1/", "https:////127.0.0.1", "http:\\\\127.0.0.1\\",
    "http://public.example\\@127.0.0.1/", "http://127.0.0.1\\@public.example/",
    "http://public.example\\.127.0.0.1/", "http://public.example@127.0.0.1/",
    "http://127.0.0.1@public.example/", "http://user:secret@public.example/", "http://@127.0.0.1/",
    "http://:@127.0.0.1/", "http://public.example:80@127.0.0.1/",
    "http://public.example%40127.0.0.1/",
    "http://public.example#@127.0.0.1:22/", "http://127.0.0.1#@public.example/",
    "http://127.0.0.1?@public.example/", "http://127.0.0.1;@public.example/",
    "http://public.example :80/", "http://public.example\t/", "http://pub\nlic.example/",
    "http://public.example/\r\nHost: internal", "http://public.example/\x00", "http://\u202e127.0.0.1/",
    "http://public.example:0/", "http://public.example:22/", "http://public.example:25/",
    "http://public.example:6379/", "http://public.example:8080/", "https://public.example:8443/",
    "http://public.example:65536/", "http://public.example:-80/", "http://public.example:0x50/",
    "http://public.example:80:80/", "http://public.example:８０８０/", "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd", "FILE:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_x",
    "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "data:text/html,hi", "javascript:alert(1)",
    "jar:http://127.0.0.1!/", "ws://127.0.0.1/", "unix:///var/run/docker.sock", "http+unix://%2fvar/",
    "view-source:http://127.0.0.1/", "url:http://127.0.0.1/", "http://public.example/" + "a" * 2000,
    "http://[::1]:80:80/", "http://[::1]a/", "http://[fe80::1%25eth0]/", "http://[v1.a]/", "http://*/",
    "http://127.0.0.1,public.example/", "http://(127.0.0.1)/", "http://127.0.0.1$public.example/",
]  # fmt: skip
#: Names, and what a resolver in an attacker's hand, or the own one, says of them.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "LOCALHOST": ["::1"],
    "sub.localhost": ["127.0.0.1"],
    "ip6-localhost": ["::1"],
    "intranet": ["10.0.0.5"],
    "metadata.google.internal": ["169.254.169.254"],
    "instance-data": ["169.254.169.254"],
    "router.local": ["192.168.0.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "public-and-private.example": ["93.184.215.14", "127.0.0.1"],
    "private-and-public.example": ["10.0.0.1", "93.184.215.14"],
    "mixed-families.example": ["2606:4700::1111", "fd00::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "translated.example": ["64:ff9b::7f00:1"],
    "tunnel.example": ["2002:7f00:1::"],
    "teredo.example": ["2001:0:7f00:1::"],
    "scoped.example": ["fe80::1%2"],
    "broadcast.example": ["255.255.255.255"],
    "nowhere.example": words("0.0.0.0 ::"),
    "multicast.example": ["224.0.0.251"],
    "carrier.example": ["100.100.100.200"],
}
HOSTILE = [*LITERALS, *NOTATIONS, *WRITTEN, *(f"http://{name}/" for name in NAMES)]


def test_there_are_at_least_150_hostile_targets():
    assert len(set(HOSTILE)) >= 150


@pytest.fixture
def connections(monkeypatch) -> list[object]:
    """Return the list of all addresses that any socket of this process connects to."""
    made: list[object] = []
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, lambda _, address: made.append(address))

    def connect(address: object, *_: object, **__: object) -> None:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return made


@pytest.mark.parametrize("target", HOSTILE)
def test_no_connection_is_made_to_a_hostile_target(target, connections):
    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        return NAMES.get(host) or NAMES.get(host.upper()) or ["127.0.0.1"]

    with pytest.raises(FetchRefused):
        fetch(target, policy=Policy(resolve=resolve))
    assert connections == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "2130706434", "0x7f.2", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]",
     "canary.example", "①②⑦.0.0.2", "public.example@127.0.0.2", "127.0.0.2."],
)  # fmt: skip
def test_not_a_byte_reaches_a_server_on_the_own_machine(canary, host):
    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        return [str(entry[4][0]) for entry in socket.getaddrinfo("127.0.0.2", port)]

    policy = Policy(resolve=resolve, ports=frozenset({canary.port}))
    with pytest.raises(FetchRefused):
        fetch(f"http://{host}:{canary.port}/", policy=policy)
    assert canary.connections == 0


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{port}/",
        "//127.0.0.2:{port}/",
        "http://internal.example:{port}/",
        "http://2130706434:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://[::1]:{port}/",
        "http://user@news.example:{port}/",
        "http://news.example:22/",
        "https://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "gopher://127.0.0.2:{port}/_x",
        "ftp://news.example/",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_leads_to_no_internal_server(site, canary, location):
    site.redirect("/a", location.format(port=canary.port))
    policy = Policy(
        resolve=lambda host, *_: ["127.0.0.2"] if host == "internal.example" else ["127.0.0.1"],
        allow=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({site.port, canary.port, 443}),
    )
    with pytest.raises(FetchRefused):
        fetch(url(site), policy=policy)
    assert len(site.requests) == 1
    assert canary.connections == 0


def test_a_name_that_changes_its_address_is_looked_up_once_a_hop(site, canary):
    """Rebinding: the first answer passes, a second would point inside."""
    asked: list[str] = []

    def rebind(host: str, port: int, seconds: float) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    policy = Policy(
        resolve=rebind,
        allow=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({site.port, canary.port}),
    )
    site.page("/a")
    assert fetch(url(site), policy=policy).address == "127.0.0.1"
    assert asked == ["news.example"]
    with pytest.raises(FetchRefused):
        fetch(url(site), policy=policy)
    assert canary.connections == 0


def test_no_second_look_up_stands_between_the_check_and_the_connection(site, monkeypatch):
    """The connection goes to the address that was checked, as a literal."""
    names: list[str] = []
    real = socket.getaddrinfo

    def listen(host: str, *rest: object, **options: object) -> object:
        names.append(host)
        return real(host, *rest, **options)

    site.page("/a")
    monkeypatch.setattr(socket, "getaddrinfo", listen)
    fetch(url(site), policy=open_to(site))
    assert set(names) <= {"127.0.0.1"}


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("HTTP://News.Example/a", "http://news.example/a"),
        ("https://news.example:443/", "https://news.example/"),
        ("https://bücher.example/é?q=ü#x", "https://xn--bcher-kva.example/%C3%A9?q=%C3%BC"),
        ("https://news.example", "https://news.example/"),
        ("https://1.news.example/1", "https://1.news.example/1"),
        ("https://news.example/@author/a", "https://news.example/@author/a"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
    ],
)
def test_honest_addresses_pass(written, target):
    parsed = vetted_target(written, Policy())
    assert str(parsed.copy_with(raw_path=parsed.raw_path)).rstrip("/") == target.rstrip("/")


def test_the_name_and_not_the_address_goes_into_the_greeting_of_tls():
    """The server sees the name in the clear before any certificate is shown."""
    greetings: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                greetings.append(connection.recv(4096))

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        port = server.getsockname()[1]
        policy = Policy(
            resolve=lambda *_: ["127.0.0.1"], allow=lambda _: True, ports=frozenset({port})
        )
        with pytest.raises(FetchFailed):
            fetch(f"https://news.example:{port}/", policy=policy)
        listener.join(5)
    assert b"news.example" in greetings[0]
    assert b"127.0.0.1" not in greetings[0]


def test_certificates_are_checked_by_the_public_authorities():
    import httpx

    context = httpx.create_ssl_context(trust_env=False)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
