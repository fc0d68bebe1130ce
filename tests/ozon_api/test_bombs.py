"""Answers designed to fill the memory or to take for ever: neither happens."""

import gzip
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from ozon_api import OzonClient, errors
from tests.fake_ozon import Answer, bombs

pytestmark = pytest.mark.exhaustive

MOST = 400  # MB for the whole process, which is not Odoo and needs some 200 by itself
READ = """
import re, sys, time
from ozon_api import OzonClient, errors
client = OzonClient("123456", "key-of-sixteen-characters", sys.argv[1])
call = {
    "/v1/roles": client.roles,
    "/v1/seller/info": client.seller_info,
    "/v3/product/list": client.product_list,
    "/v3/product/info/list": lambda: client.product_cards(skus=["1"]),
    "/v2/finance/realization": lambda: client.realization(2026, 9),
}[sys.argv[2]]
try:
    told = f"{len(call().rows)} rows"
except errors.OzonError as error:
    told = str(error)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read()).group(1)
print(peak, time.process_time(), told)
"""


def read(ozon, path, answer):
    """What a separate process needs to read an answer: (MB, seconds, its output)."""
    ozon.always(path, answer)
    done = subprocess.run(
        [sys.executable, "-c", READ, ozon.url, path], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": "ozon_connector"},
    )  # fmt: skip
    peak, seconds, told = done.stdout.split(maxsplit=2)
    return int(peak) / 1024, float(seconds), told.strip()


@pytest.mark.parametrize("shape", bombs.shapes())
def test_an_answer_of_any_shape_is_read_in_bounded_memory(ozon, shape):
    answer = Answer(body=bombs.shapes()[shape])
    megabytes, seconds, told = read(ozon, "/v2/finance/realization", answer)
    assert megabytes < MOST, told
    assert seconds < 40, told


@pytest.mark.parametrize("shape", bombs.other_shapes())
def test_more_than_a_method_ever_answers_is_refused_soon(ozon, shape):
    path, body = bombs.other_shapes()[shape]
    megabytes, seconds, told = read(ozon, path, Answer(body=body))
    assert "UnintelligibleAnswer" in told
    assert megabytes < MOST / 2, told
    assert seconds < 10, told


@pytest.mark.parametrize("name", bombs.packed())
def test_a_small_answer_that_unpacks_to_gigabytes_is_given_up(ozon, name):
    megabytes, seconds, told = read(ozon, "/v1/roles", bombs.packed()[name])
    assert megabytes < MOST, told
    assert seconds < 10, told


@pytest.fixture
def endless_line():
    """The URL of a server that never finishes sending the size of its first chunk."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                connection, _address = server.accept()
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                with suppress(OSError):
                    while True:
                        connection.sendall(b"0" * 1024 * 1024)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    server.close()


def test_a_line_without_end_ends_in_time(endless_line):
    started = time.monotonic()
    with (
        OzonClient("123456", "key", endless_line, time_limit=1) as client,
        pytest.raises((errors.Unavailable, errors.UnintelligibleAnswer)),
    ):
        client.roles()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "packing, told", [("gzip", "role"), ("GZIP ", "role"), ("identity", None), ("", None)]
)
def test_one_packing_is_understood_and_asked_for(ozon, client, packing, told):
    body = b'{"roles": [{"name": "role"}]}'
    body = gzip.compress(body[:9]) + gzip.compress(body[9:]) if told else body
    ozon.script("/v1/roles", Answer(body=body, headers={"Content-Encoding": packing}))
    assert client.roles().roles[0].name == "role"
    assert ozon.requests[-1].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("cut", [1, 12, -1])
def test_a_packed_answer_that_breaks_off_is_no_answer(ozon, connect, cut):
    body = gzip.compress(b'{"roles": []}')
    ozon.always("/v1/roles", Answer(body=body[:cut], headers={"Content-Encoding": "gzip"}))
    with pytest.raises(errors.Unavailable):
        connect().roles()
