"""The servers of dev/demo and dev/torture, and Odoo's external API. Standard library only.

The environment tells where Odoo is: OZON_DEV_CONFIG, OZON_DEV_PYTHONPATH, OZON_DEV_LOG.
"""

import contextlib
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import xml.parsers.expat
import xmlrpc.client

LOGIN = PASSWORD = "admin"
ODOO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "odoo_server.py")
APPLICATION_ERROR = 1  # Odoo's code for a traceback, as opposed to an answer for a person


class Failure(Exception):
    """An error that ends the script; its text is for the person who started it."""


class Refusal(Failure):
    """Odoo's answer to a request that is not possible now."""


def run_program(main):
    """Run a program, and end with the exit code that it returns.

    A `Failure` ends it with the text of the failure, Ctrl-C without any text.
    """
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"\nStopped: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)


class Seller:
    def __init__(self, api_url, client_id, api_key):
        self.api_url = api_url
        self.client_id = client_id
        self.api_key = api_key


@contextlib.contextmanager
def local_ozon(*arguments):
    """Start a local server that behaves like Ozon; arguments as for `python -m tests.fake_ozon`."""
    client_id, key = "123456", secrets.token_urlsafe(24)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fake_ozon", "--port", "0", "--client-id", client_id,
         *arguments],
        env={**os.environ, "OZON_API_KEY": key}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with stopped_at_the_end(process):
        listening = re.search(r"http://\S+", process.stdout.readline())
        if not listening:
            raise Failure("the local Ozon does not start")
        yield Seller(listening.group(), client_id, key)


class _AskedOnce(xmlrpc.client.Transport):
    """Python's own transport repeats a request when a server dies; here that must be an error."""

    def request(self, host, handler, request_body, verbose=False):
        return self.single_request(host, handler, request_body, verbose)


class Odoo:
    """Odoo's external API, as any script may use it."""

    def __init__(self, process, port, database):
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self._database = database
        self.user = None

    def wait_until_up(self):
        common = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common")
        for _ in range(240):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, xmlrpc.client.ProtocolError):
                self.user = common.authenticate(self._database, LOGIN, PASSWORD, {})
                return
            time.sleep(0.5)
        raise Failure(f"Odoo does not start; its log: {os.environ['OZON_DEV_LOG']}")

    def __call__(self, model, method, *args, **kwargs):
        # Each call has its own connection, so that threads can call at the same time.
        endpoint = xmlrpc.client.ServerProxy(
            f"{self.url}/xmlrpc/2/object", transport=_AskedOnce(), allow_none=True
        )
        try:
            return endpoint.execute_kw(
                self._database, self.user, PASSWORD, model, method, args, kwargs
            )
        except xmlrpc.client.Fault as fault:
            refused = fault.faultCode != APPLICATION_ERROR
            raise (Refusal if refused else Failure)(fault.faultString.strip()) from None
        # If the server dies while it answers, the error is an answer that breaks off.
        except (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError,
                xml.parsers.expat.ExpatError) as error:  # fmt: skip
            raise Failure(f"{model}.{method}: no answer: {error!r}") from None


@contextlib.contextmanager
def odoo_server(port, database, *options):
    """Start Odoo on this port and database, as an `Odoo`; it stops at the end of the block."""
    if not port_is_free(port):
        raise Failure(f"port {port} is in use; stop what listens there, then repeat")
    with open(os.environ["OZON_DEV_LOG"], "a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, ODOO, "server", "--config", os.environ["OZON_DEV_CONFIG"],
             "--database", database, "--http-port", str(port),
             "--max-cron-threads", "1", *options,
             # These scripts use XML-RPC, which Odoo 19 still has and every Python can speak.
             "--log-handler", "odoo.addons.rpc.controllers.xmlrpc:ERROR"],
            env={**os.environ, "PYTHONPATH": os.environ["OZON_DEV_PYTHONPATH"]},
            stdout=log, stderr=log,
        )
    with stopped_at_the_end(process):
        odoo = Odoo(process, port, database)
        odoo.wait_until_up()
        yield odoo


@contextlib.contextmanager
def stopped_at_the_end(process):
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def connect(odoo, seller, values=None, **context):
    """Create a connected account of the seller.

    :param values: further fields of the account
    :param context: the context that it is created with, such as `lang`
    :return: its id
    """
    if seller.api_url:
        odoo("ir.config_parameter", "set_param", "ozon_connector.api_url", seller.api_url)
    account = odoo("ozon.account", "create",
                   {"client_id": seller.client_id, "api_key": seller.api_key, **(values or {})},
                   context=context)  # fmt: skip
    odoo("ozon.account", "action_connect", [account])
    [values] = odoo("ozon.account", "read", [account], ["state", "error_message"])
    if values["state"] != "connected":
        raise Failure(values["error_message"])
    return account


def wait_for_synchronisation(odoo, account, seconds):
    """Wait for the end of the synchronisation, and return what it says about itself."""
    for _ in range(seconds):
        [values] = odoo("ozon.account", "read", [account], ["sync_step", "sync_message"])
        if not values["sync_step"]:
            return values["sync_message"]
        time.sleep(1)
    raise Failure("the synchronisation of product cards does not end")


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)
