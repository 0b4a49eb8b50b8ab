"""The guarded client: what it refuses without a connection, and how each call ends."""

import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import httpx
import pytest

from portal.core import outbound
from portal.core.errors import BadInput
from portal.core.outbound import Refused, TimedOut, Unreachable, check_address, send
from tests.core.receiver import receiver


@pytest.fixture
def opened(app, monkeypatch):
    """The operator has opened this machine's own addresses."""
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")


@pytest.fixture
def names(monkeypatch):
    """`names["x"] = ["1.2.3.4"]` or a list of such lists, one for each look-up; the real look-up is never asked."""
    known, asked = {}, []

    def resolve(host, port):
        asked.append(host)
        if host not in known:
            raise OSError("no such name")
        found = known[host]
        if isinstance(found[0], list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return [ip_address(text) for text in found]

    monkeypatch.setattr(outbound, "resolve", resolve)
    known["asked"] = asked
    return known


# The port of a listener of ours is put in; the last ones are names that lead to this machine.
FORMS = [
    *("http://127.0.0.1:{port}/", "http://127.0.0.1.:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/"),
    *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/"),
    *("http://0177.0.0.1:{port}/", "http://017700000001:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/"),
    *("http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/"),
    *("http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::127.0.0.1]:{port}/"),
    *("http://[2002:7f00:1::]:{port}/", "http://[::]:{port}/", "http://[fe80::1%25lo]:{port}/"),
    *("http://localhost:{port}/", "http://LOCALHOST:{port}/", "http://localhost.:{port}/"),
    *("http://user:word@127.0.0.1:{port}/", "http://example.com@127.0.0.1:{port}/"),
    *("http://127.0.0.1:{port}#@example.com/", "http://127。0。0。1:{port}/", "http://１２７.0.0.1:{port}/"),
    *("http://example.com\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@example.com/", "HTTP://127.0.0.1:{port}/"),
    *("http://nip.example:{port}/", "http://mapped.example:{port}/", "http://mixed.example:{port}/"),
]


@pytest.mark.parametrize("form", FORMS)
def test_peer_19_no_form_of_a_private_address_is_connected_to(app, names, form):
    names.update({
        "nip.example": ["127.0.0.1"], "mapped.example": ["::ffff:127.0.0.1"], "mixed.example": ["93.184.215.14", "::1"],
        "localhost": ["127.0.0.1", "::1"],
    })  # fmt: skip
    with receiver() as listening:
        url = form.format(port=listening.port)
        with pytest.raises(BadInput) as refusal:
            check_address(url)
        with pytest.raises(Refused):
            send(url, method="POST", body=b"{}")
        assert list(refusal.value.fields) == ["url"]
        assert listening.connections == 0


def test_peer_19_metadata_under_a_public_name_is_refused(app, names):
    names["169.254.169.254.nip.io"] = ["169.254.169.254"]
    with pytest.raises(BadInput, match="private network"):
        check_address("http://169.254.169.254.nip.io/latest/meta-data/")


def test_peer_19_a_redirect_into_the_network_is_an_answer_and_not_followed(opened):
    with receiver() as inside, receiver(status=302, answer_headers={"Location": "x"}) as outside:
        outside.answer_headers["Location"] = inside.url
        assert send(outside.url).status == 302
        assert inside.connections == 0 and len(outside.requests) == 1


def test_peer_19_a_name_that_moves_after_the_check_leads_where_the_check_led(opened, names):
    with receiver() as good, receiver() as evil:
        # The second look-up, if there were one, would lead elsewhere: the same port of another address.
        names["moves.example"] = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]]
        assert send(f"http://moves.example:{good.port}/").status == 200
        assert names["asked"] == ["moves.example"]
        assert good.requests[0].headers["host"] == f"moves.example:{good.port}"
        assert evil.connections == 0


def test_peer_19_a_name_that_has_moved_into_the_network_is_refused_at_the_connection(app, names):
    names["moves.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    with receiver() as listening:
        url = f"http://moves.example:{listening.port}/"
        assert check_address(url).url == url
        with pytest.raises(Refused):
            send(url)
        assert listening.connections == 0


def test_peer_17_an_operator_can_open_networks_of_their_own(app, names, monkeypatch):
    with receiver() as listening:
        for setting, fine in (("", False), ("10.0.0.0/8", False), ("127.0.0.0/8", True), ("1", True)):
            monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", setting)
            before = listening.connections
            if fine:
                check_address(listening.url)
                assert send(listening.url).status == 200
            else:
                with pytest.raises(Refused):
                    send(listening.url)
                assert listening.connections == before


@pytest.mark.parametrize(
    "text",
    [
        "", "example.com/hook", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "http://",
        "https:///x", "http://a b/", "http://exa\tmple.com/", "http://example.com:99999/", "http://example.com:x/",
        "http://[::1/", "javascript:alert(1)", "http://" + "a" * 2000, "http://example.com/\x00", "http://..",
        "http://-.example..com/", "http://%31%32%37.0.0.1/", "unix:///var/run/docker.sock",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_web_server_is_refused_by_field(app, names, text):
    with pytest.raises(BadInput) as refusal:
        check_address(text, "callback_url")
    assert list(refusal.value.fields) == ["callback_url"]


@pytest.mark.parametrize("port", [22, 25, 465, 587, 3306, 5432, 6379, 11211])
def test_ports_of_other_services_are_refused(app, names, port):
    names["example.com"] = ["93.184.215.14"]
    with pytest.raises(BadInput, match=str(port)):
        check_address(f"http://example.com:{port}/")


def test_a_name_that_does_not_resolve_is_refused_with_that_reason(app, names):
    with pytest.raises(BadInput, match="There is no such name"):
        check_address("https://nobody.example/")


def test_a_look_up_that_hangs_ends_with_the_limit(app, monkeypatch):
    monkeypatch.setattr(outbound, "LOOK_UP_SECONDS", 0.1)
    release = threading.Event()
    monkeypatch.setattr(outbound, "resolve", lambda host, port: release.wait(20) and [])
    with pytest.raises(TimedOut):
        send("http://slow.example/", time_limit=5)
    release.set()


def test_a_dead_first_address_does_not_hide_a_living_second(opened, names):
    with receiver() as listening:
        names["two.example"] = ["127.0.0.9", "127.0.0.1"]
        assert send(f"http://two.example:{listening.port}/").status == 200


def test_nobody_there_is_unreachable(opened):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable, match="Nobody answers"):
            send(f"http://127.0.0.1:{reserved.getsockname()[1]}/")


def drip(handler):
    """Headers that never end, a byte at a time."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return True


def endless(handler):
    """A body that never ends."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        return True


def hangs_up(handler):
    """Nothing at all."""
    handler.close_connection = True
    return True


def test_a_dripping_server_ends_with_the_limit_as_a_whole(opened):
    with receiver(act=drip) as listening, pytest.raises(TimedOut):
        send(listening.url, time_limit=0.6)


def test_a_server_that_hangs_ends_with_the_limit(opened):
    with receiver(delay=30) as listening, pytest.raises(TimedOut):
        send(listening.url, time_limit=0.3)


def test_of_an_endless_body_the_limit_is_read(opened):
    with receiver(act=endless) as listening:
        answer = send(listening.url, size_limit=1000)
    assert (answer.status, answer.body) == (200, b"x" * 1000)


def test_a_connection_that_breaks_is_unreachable(opened):
    with receiver(act=hangs_up) as listening, pytest.raises(Unreachable):
        send(listening.url)


def test_method_headers_and_body_arrive_as_given(opened):
    with receiver(answer_headers={"X-Says": "hello"}) as listening:
        answer = send(listening.url + "?a=1", method="PUT", headers={"X-Mine": "1"}, body=b"\x00\xff{}")
    [got] = listening.requests
    assert (got.path, got.body, got.headers["x-mine"]) == ("/hook?a=1", b"\x00\xff{}", "1")
    assert got.headers["user-agent"].startswith("TalentPortal/")
    assert (answer.status, answer.headers["x-says"], answer.body) == (200, "hello", listening.body)


def test_a_connection_is_used_again_and_cookies_are_not(opened):
    with receiver(answer_headers={"Set-Cookie": "a=1"}) as listening:
        for _ in range(3):
            send(listening.url)
        assert listening.connections == 1
        assert all("cookie" not in got.headers for got in listening.requests)


def test_proxies_of_the_environment_are_ignored(opened, monkeypatch):
    with receiver() as proxy, receiver() as listening:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setattr(outbound, "_client", None)
        assert send(listening.url).status == 200
        assert proxy.connections == 0


# ---- TLS ----


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for good.example, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=good.example",
         "-addext", "subjectAltName=DNS:good.example", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


@pytest.fixture
def tls_port(certificate):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *words: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def trusted(monkeypatch, certificate):
    """The operator trusts the certificate (SSL_CERT_FILE)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    monkeypatch.setattr(outbound, "_client", None)
    yield
    monkeypatch.setattr(outbound, "_client", None)


def test_tls_verifies_the_name_of_the_address(opened, names, trusted, tls_port):
    names.update({"good.example": ["127.0.0.1"], "evil.example": ["127.0.0.1"]})
    assert send(f"https://good.example:{tls_port}/").status == 204
    with pytest.raises(Unreachable, match="certificate"):
        send(f"https://evil.example:{tls_port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(opened, names, tls_port, monkeypatch):
    monkeypatch.setattr(outbound, "_client", None)
    names["good.example"] = ["127.0.0.1"]
    with pytest.raises(Unreachable, match="certificate"):
        send(f"https://good.example:{tls_port}/")


def test_a_socket_of_this_machine_is_no_address(app):
    with pytest.raises(Refused):
        outbound.GuardedBackend().connect_unix_socket("/var/run/docker.sock")


def test_peer_16_every_call_to_others_goes_through_this_client():
    """No other file of the portal imports an HTTP client; the CV reader's child and mail have their own protocols."""
    from tests.test_house import PORTAL, imported, sources

    clients = ("httpx", "httpcore", "requests", "urllib.request", "urllib3", "http.client", "aiohttp")
    found = {
        str(file.relative_to(PORTAL))
        for file in sources()
        for target, _line in imported(file)
        if any(target == name or target.startswith(name + ".") for name in clients)
    }
    assert found == {"core/outbound.py"}, f"Call others through core/outbound: {found}"


def test_an_httpx_client_of_a_library_goes_through_the_same_door(app, monkeypatch):
    guarded = outbound.GuardedTransport(time_limit=0.5)
    with receiver() as listening, httpx.Client(transport=guarded, trust_env=False) as mine:
        with pytest.raises(Refused):
            mine.get(listening.url)
        assert listening.connections == 0
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "1")
        assert mine.get(listening.url).content == listening.body
        listening.act = drip
        with pytest.raises(httpx.TimeoutException):
            mine.get(listening.url)
