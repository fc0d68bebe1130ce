import logging

import pytest

from ozon_api import OzonClient
from tests.fake_ozon import FakeOzon, Seller, card, published_example


@pytest.fixture(scope="package", autouse=True)
def expected_accidents():
    """urllib3 warns of each simulated accident; that is no complaint, but must not show a key."""

    def demote(record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, "INFO"
        return True

    logger = logging.getLogger("urllib3.connectionpool")
    logger.addFilter(demote)
    yield
    logger.removeFilter(demote)


@pytest.fixture
def seller():
    """A seller with three cards, one of them archived, and the report for September 2026."""
    cards = [
        card(11, 1001, name="Кружка"),
        card(12, 1002, name="Тарелка", more_skus=(2002,)),
        card(13, 1003, name="Салатник", archived=True),
    ]
    return Seller(cards=cards, reports={(2026, 9): published_example()})


@pytest.fixture
def ozon(seller):
    with FakeOzon(seller) as server:
        yield server


@pytest.fixture
def connect(seller, ozon):
    """Creates clients for the seller; any argument of OzonClient can be overridden."""
    clients = []

    def make(**arguments) -> OzonClient:
        usual = {"client_id": seller.client_id, "api_key": seller.api_key, "base_url": ozon.url}
        clients.append(OzonClient(**{**usual, **arguments}))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(connect):
    return connect()
