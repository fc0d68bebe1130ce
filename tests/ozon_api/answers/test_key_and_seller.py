"""What the client learns about the key and the seller, and how it reports problems with them."""

from datetime import datetime, timezone

import pytest

from ozon_api import errors
from ozon_api.answers import KeyInfo, Role, SellerInfo
from tests.fake_ozon import Answer, faults
from tests.fake_ozon import seller as fake_seller

REPORT = "/v2/finance/realization"


def test_a_good_key_tells_its_roles_and_when_it_ends(client, seller):
    seller.roles = [{"name": "Admin read only", "methods": ["/v1/roles", REPORT]}]
    seller.expires_at = datetime(2035, 1, 31, 12, 0, tzinfo=timezone.utc)

    key = client.roles()

    assert key.expires_at == datetime(2035, 1, 31, 12, 0, tzinfo=timezone.utc)
    assert key.roles == (Role("Admin read only", ("/v1/roles", REPORT)),)


@pytest.mark.parametrize(
    "written, understood",
    [
        ("2035-01-31T12:00:00Z", datetime(2035, 1, 31, 12, tzinfo=timezone.utc)),
        ("2035-01-31T12:00:00.123456789Z", datetime(2035, 1, 31, 12, tzinfo=timezone.utc)),
        ("2035-01-31T15:00:00+03:00", datetime(2035, 1, 31, 12, tzinfo=timezone.utc)),
        ("2035-01-31T12:00:00", datetime(2035, 1, 31, 12, tzinfo=timezone.utc)),
        ("", None),
        (None, None),
    ],
)
def test_the_end_of_a_key_is_a_moment_in_utc(client, ozon, written, understood):
    ozon.script("/v1/roles", Answer(json={"expires_at": written, "roles": []}))
    assert client.roles().expires_at == understood


@pytest.mark.parametrize("written", ["soon", "2035-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_an_end_that_is_no_moment_is_not_guessed_at(client, ozon, written):
    ozon.script("/v1/roles", Answer(json={"expires_at": written, "roles": []}))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.roles()
    assert caught.value.field == "expires_at"


@pytest.mark.parametrize(
    "methods, allowed",
    [
        ([REPORT], True),
        (["/v2/finance"], True),
        (["/v2/finance/"], True),
        (["/v1/roles", REPORT], True),
        (["/v2/fin"], False),
        (["/v2/finance/realization/by-day"], False),
        (["/v1/roles"], False),
        ([], True),
    ],
)
def test_a_key_allows_a_method_by_its_path_or_the_beginning_of_it(methods, allowed):
    key = KeyInfo(expires_at=None, roles=(Role("any", tuple(methods)),))
    assert key.allows(REPORT) is allowed


def test_the_seller_s_company_is_told(client):
    assert client.seller_info() == SellerInfo(
        name="Домашний уют",
        legal_name='ООО "Домашний уют"',
        inn="7712345671",
        ogrn="1237700123456",
        country="RU",
        currency="RUB",
        ownership_form="ООО",
        tax_system="USN",
    )


def test_spaces_around_the_key_and_the_id_are_dropped(connect, seller, ozon):
    connect(client_id=f" {seller.client_id}\n", api_key=f"\t{seller.api_key} ").roles()
    assert ozon.requests[0].headers["Api-Key"] == seller.api_key


def test_every_request_is_a_json_post_with_both_headers(client, seller, ozon):
    client.roles()
    (request,) = ozon.requests
    assert (request.method, request.path, request.body) == ("POST", "/v1/roles", {})
    assert request.headers["Client-Id"] == seller.client_id
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"] == "ozon_connector"


def test_a_wrong_key(connect):
    with pytest.raises(errors.InvalidApiKey) as caught:
        connect(api_key="wrong").roles()
    assert caught.value.status == 404
    assert caught.value.method == "/v1/roles"
    assert caught.value.detail == "Invalid Api-Key, please check the key and try again"
    assert str(caught.value) == (
        "/v1/roles: InvalidApiKey (HTTP 404): Invalid Api-Key, please check the key and try again"
    )


def test_the_key_of_another_seller(connect):
    with pytest.raises(errors.InvalidApiKey):
        connect(client_id="999").roles()


def test_an_expired_key(client, seller):
    seller.expires_at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    with pytest.raises(errors.InvalidApiKey):
        client.roles()


def test_a_client_id_that_is_no_number(connect):
    with pytest.raises(errors.InvalidClientId) as caught:
        connect(client_id="my-shop").roles()
    assert caught.value.status == 400


def test_a_key_without_the_role_for_a_method(client, seller):
    seller.roles = [{"name": "Products", "methods": ["/v3/product"]}]
    with pytest.raises(errors.MissingRole):
        client.realization(2026, 9)
    assert client.product_list().items, "what the key may do still works"


@pytest.mark.parametrize(
    "refusal, error",
    [
        (fake_seller.KEY_DEACTIVATED, errors.KeyDeactivated),
        (fake_seller.KEY_IP_RESTRICTED, errors.KeyIpRestricted),
        (fake_seller.COMPANY_BLOCKED, errors.CompanyBlocked),
        (fake_seller.OFFER_NOT_SIGNED, errors.OfferNotSigned),
    ],
)
def test_a_key_or_a_cabinet_that_is_closed(client, seller, refusal, error):
    seller.refusal = refusal
    with pytest.raises(error) as caught:
        client.realization(2026, 9)
    assert isinstance(caught.value, errors.CredentialsError)


@pytest.mark.parametrize(
    "answer, error",
    [
        (faults.refused(403, 7, "Invalid Api-Key, please contact support"), errors.InvalidApiKey),
        (faults.refused(401, 16, "Client-Id and Api-Key headers are required"),
         errors.InvalidApiKey),
        (Answer(401, body=b""), errors.InvalidApiKey),
        (Answer(403, json={"error": {"code": "ACCESS_DENIED", "message": "Invalid Api-Key"}}),
         errors.InvalidApiKey),
        (faults.refused(404, 5, "Report was not found"), errors.ReportNotReady),
        (faults.refused(404, 5, "REPORT WAS NOT FOUND"), errors.ReportNotReady),
        (faults.refused(404, 5, "Not Found"), errors.MethodSwitchedOff),
        (Answer(404, body=b"404 page not found"), errors.MethodSwitchedOff),
        (faults.OBSOLETE, errors.MethodSwitchedOff),
        (faults.refused(400, 9, "no longer"), errors.MethodSwitchedOff),
        (faults.refused(400, "FAILED_PRECONDITION", "no longer"), errors.MethodSwitchedOff),
        (faults.refused(400, 3, "Request validation error"), errors.RequestRejected),
        (faults.refused(409, 10, "conflict"), errors.RequestRejected),
        (faults.refused(403, 7, "for reasons unknown"), errors.RequestRejected),
        (Answer(400, json=["no", "envelope"]), errors.RequestRejected),
        (Answer(400, json={"message": {"not": "a text"}}), errors.RequestRejected),
        (faults.refused(400, 14, "Circle is open"), errors.Unavailable),
        (faults.page(403), errors.Unavailable),
        (faults.rate_limited(), errors.RateLimited),
        (faults.refused(429, "RESOURCE_EXHAUSTED", "slower"), errors.RateLimited),
        (Answer(400, body=b'{"message": "' + b"x" * 2_000_000 + b'"}'), errors.RequestRejected),
    ],
)  # fmt: skip
def test_a_refusal_is_told_by_its_message_not_by_its_status(client, ozon, answer, error):
    ozon.script("/v1/roles", answer)
    with pytest.raises(errors.OzonError) as caught:
        client.roles()
    assert type(caught.value) is error
    assert caught.value.status == answer.status


def test_ozon_s_text_is_cut_and_freed_of_control_characters(client, ozon):
    ozon.script("/v1/roles", faults.refused(400, 3, "bad\x00 \x1b[31mthing\n" + "x" * 1000))
    with pytest.raises(errors.RequestRejected) as caught:
        client.roles()
    assert caught.value.detail.startswith("bad [31mthing xxx")
    assert len(caught.value.detail) == 300
