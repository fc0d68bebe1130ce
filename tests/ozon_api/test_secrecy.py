"""The key goes to Ozon and nowhere else."""

import logging
import socket
import ssl
import subprocess
import threading
import traceback
from contextlib import suppress

import pytest
import requests

from ozon_api import DEFAULT_URL, OzonClient, errors
from ozon_api.addresses import origin
from tests.fake_ozon import Answer, FakeOzon, faults

ROLES = "/v1/roles"
KEY = "3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10"


@pytest.mark.parametrize(
    "address",
    ["http://api-seller.ozon.ru", "http://192.168.0.10:8000", "http://127.0.0.1.example.org",
     "http://localhost@example.org", "http://example.org\\@127.0.0.1", "http://127.0.0.1@[::2]",
     "http://[::1", "ftp://127.0.0.1", "127.0.0.1:8000", "//127.0.0.1", "https://", "", "nonsense",
     "http://127.0.0.1:port", "file:///etc/hosts", "http://0.0.0.0", "http://127.0.0.1.",
     "http://localhost.", "http://localhost.example.org", "http://127.0.0.1@example.org",
     "http://127.0.0.1:80@example.org", "http://127.1", "http://2130706433", "http://0x7f.0.0.1",
     "http://127.0.0.2", "http://[::ffff:127.0.0.1]", "http://[::]", "http://[::1%25eth0]",
     "http://lоcalhost", "http://127.0.0.1\uff0eexample.org", "http:\\\\127.0.0.1",
     "http:/127.0.0.1", "javascript:alert(1)", "https:///v1", "https://example%2eorg", "https://example.org%00",
     "https://[fe80::1%25eth0]",
     "https://user@example.org", "https://user:password@example.org", "https://@example.org",
     "https://кто-то:пароль@example.org", "https://пример.рф", "https://example.org/путь",
     "https://example.org/?ё", "https://example.org/a b", "https://example.org/\r\nX: y",
     "https://example.org\x00", "https://example.org:٣", "https://\ud800.org", "https://.org",
     "https://example..org", f"https://{'a' * 64}.org"],
)  # fmt: skip
def test_an_address_where_others_could_read_the_key_is_refused(address):
    with pytest.raises(errors.InsecureAddress):
        OzonClient("123456", KEY, address)


@pytest.mark.parametrize(
    "address",
    [DEFAULT_URL, "https://proxy.example.org/ozon/", "HTTPS://example.org", "http://127.0.0.1:80",
     "http://localhost", "http://[::1]:8000", " https://example.org "],
)  # fmt: skip
def test_https_and_this_very_machine_are_accepted(address):
    with OzonClient("123456", KEY, address) as client:
        assert address.strip().rstrip("/").lower() in repr(client)


def test_an_origin_is_written_alike_however_the_address_is():
    same = ("https://Proxy.example.org", " https://proxy.example.org/ozon/ ",
            "HTTPS://proxy.example.org:443/other?x")  # fmt: skip
    assert {origin(address) for address in same} == {"https://proxy.example.org:443"}
    assert origin("http://127.0.0.1:8000/x") == origin("http://127.0.0.1:9000")
    assert origin("http://[::1]") != origin("http://127.0.0.1")
    with pytest.raises(errors.InsecureAddress):
        origin("http://proxy.example.org")


@pytest.mark.parametrize(
    "address",
    ["https://api-seller.ozon.ru.", "https://api-seller.ozon.ru:444",
     "https://api-seller.ozon.ru@example.org", "https://api-seller.ozon.ru:443@example.org",
     "https://example.org/api-seller.ozon.ru", "https://example.org#api-seller.ozon.ru",
     "https://example.org\\@api-seller.ozon.ru", "https://api-seller.ozon.ru.example.org",
     "https://api-seller.ozon.ru%2eexample.org", "https://аpi-seller.ozon.ru",
     "https://api-seller.ozon.ru\uff0eexample.org", "https://127.0.0.1", "https://[::1]:443"],
)  # fmt: skip
def test_an_address_that_only_looks_like_ozon_s_is_another(address):
    try:
        found = origin(address)
    except errors.InsecureAddress:
        return
    assert found != origin(DEFAULT_URL)
    host = requests.Request("POST", f"{address}/v1/roles").prepare().url.split("/")[2]
    assert host.rpartition("@")[2].removesuffix(":443") == found.split("/")[2].removesuffix(":443")


def test_a_path_in_the_address_is_kept(connect, ozon):
    with pytest.raises(errors.MethodSwitchedOff):
        connect(base_url=f"{ozon.url}/proxy/").roles()
    assert ozon.requests[0].path == "/proxy/v1/roles"


@pytest.mark.parametrize(
    "bad", ["", "  ", "new\nline", "ключ", "two words", "zero\u200bwidth", "\x00"]
)
def test_a_key_or_an_id_that_no_header_can_hold_is_never_sent(bad, ozon):
    with pytest.raises(errors.InvalidApiKey) as caught:
        OzonClient("123456", bad, ozon.url)
    assert not bad.strip() or bad not in str(caught.value)
    with pytest.raises(errors.InvalidClientId):
        OzonClient(bad, KEY, ozon.url)
    assert ozon.requests == []


@pytest.mark.parametrize("location", ["{other}/v1/roles", "/v1/roles", "http://[", "\xff"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(client, ozon, status, location):
    with FakeOzon() as other:
        headers = {"Location": location.format(other=other.url)}
        ozon.script(ROLES, Answer(status, body=b"", headers=headers))
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            client.roles()
    assert caught.value.status == status
    assert other.requests == [] and len(ozon.requests) == 1


QUOTING = [
    faults.refused(400, 3, f"bad key {KEY}"),
    faults.refused(404, 5, f"Invalid Api-Key {KEY[:9]}\x00{KEY[9:]}"),
    faults.refused(400, 3, "x" * 280 + KEY),
    faults.refused(503, 14, KEY),
    Answer(body=f'{{"expires_at": "{KEY}"}}'.encode()),
    Answer(body=KEY.encode()),
    Answer(302, body=b"", headers={"Location": f"/{KEY}"}),
    faults.RESET,
    Answer(body=b"{}", cut=1),
    Answer(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    faults.rate_limited(KEY),
]


@pytest.mark.parametrize("answer", QUOTING)
def test_no_error_and_no_log_tells_the_key_even_when_ozon_quotes_it(connect, ozon, answer, caplog):
    caplog.set_level(logging.DEBUG)
    client = connect()
    ozon.always(ROLES, answer)
    with pytest.raises(errors.OzonError) as caught:
        client.roles()
    error = caught.value
    told = [str(error), repr(error), repr(error.args), error.detail, repr(client), caplog.text]
    told += traceback.format_exception(error)
    assert KEY[:20] not in "".join(told)
    assert error.__cause__ is None
    assert error.__context__ is None, "exceptions of requests hold the request, headers and all"
    assert KEY.encode() not in (getattr(error, "raw", None) or b""), "it is kept as an attachment"


def test_an_answer_that_quotes_the_key_is_read_without_it(connect, ozon):
    ozon.always(ROLES, Answer(json={"roles": [{"name": f"role of {KEY}", "methods": []}]}))
    assert connect().roles().roles[0].name == "role of ***"
    assert connect(api_key="role").roles().roles[0].name == f"role of {KEY}", "too short to be one"


def test_passwords_of_this_machine_s_user_do_not_take_the_key_s_place(
    connect, secure_ozon, certificate, monkeypatch, tmp_path
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password anything\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    assert connect(base_url=secure_ozon.url).roles().roles
    headers = secure_ozon.requests[0].headers
    assert (headers["Client-Id"], headers["Api-Key"]) == ("123456", KEY)


def test_proxies_of_the_environment_do_not_see_local_calls(connect, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert connect().roles().roles


# ------------------------------------------------------------------ TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody has a reason to trust."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def secure_ozon(seller, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with FakeOzon(seller, tls=context) as server:
        yield server


def test_a_server_that_only_pretends_to_be_ozon_gets_nothing(connect, secure_ozon):
    with pytest.raises(errors.Unavailable, match="certificate"):
        connect(base_url=secure_ozon.url).roles()
    assert secure_ozon.requests == []


CERTIFICATE_SETTINGS = ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.mark.parametrize("name", CERTIFICATE_SETTINGS)
def test_an_empty_setting_of_the_environment_is_no_leave_to_trust_anybody(
    connect, secure_ozon, monkeypatch, name
):
    for setting in CERTIFICATE_SETTINGS:
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv(name, "")
    with pytest.raises(errors.Unavailable, match="certificate"):
        connect(base_url=secure_ozon.url).roles()
    assert secure_ozon.requests == []


class EavesdroppingProxy:
    """Forwards all traffic like a proxy for https, and records it."""

    def __init__(self):
        self.overheard = b""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._socket.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                client, _address = self._socket.accept()
                threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client):
        request = client.recv(65536)
        self.overheard += request
        host, port = request.split()[1].decode().split(":")
        server = socket.create_connection((host, int(port)))
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        threading.Thread(target=self._pass_on, args=(server, client), daemon=True).start()
        self._pass_on(client, server)

    def _pass_on(self, source, target):
        with suppress(OSError):
            while piece := source.recv(65536):
                self.overheard += piece
                target.sendall(piece)


def test_a_proxy_on_the_way_to_ozon_overhears_nothing(
    connect, secure_ozon, certificate, monkeypatch
):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with EavesdroppingProxy() as proxy:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert connect(base_url=secure_ozon.url).roles().roles
    assert len(secure_ozon.requests) == 1
    assert proxy.overheard.startswith(b"CONNECT 127.0.0.1:")
    assert len(proxy.overheard) > 500
    assert KEY.encode() not in proxy.overheard


def test_a_server_with_a_trusted_certificate_is_asked(
    connect, secure_ozon, certificate, monkeypatch
):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    client = connect(base_url=secure_ozon.url, time_limit=0.2)
    assert client.roles().roles
    secure_ozon.always(ROLES, Answer(json={}, drip=0.05))
    with pytest.raises(errors.Unavailable):
        client.roles()
