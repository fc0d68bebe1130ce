"""The company behind a key: /v1/seller/info."""

from __future__ import annotations

from dataclasses import dataclass

from ..decoding import decode
from ..reading import WrongShape, nested, text


@dataclass(frozen=True, slots=True)
class SellerInfo:
    """The company behind the key, as registered at Ozon; what Ozon does not say is "".

    :param country: two letters
    :param currency: of the contract with Ozon, three letters
    :param ownership_form: such as "ООО"
    :param tax_system: such as "OSNO" or "USN"
    """

    name: str
    legal_name: str
    inn: str
    ogrn: str
    country: str
    currency: str
    ownership_form: str
    tax_system: str


def read_seller_info(content: bytes) -> SellerInfo:
    """Read the answer of /v1/seller/info.

    :raises WrongShape: it is of another shape
    """
    answer = decode(content)
    if "company" not in answer:
        raise WrongShape("company", "is missing")
    return nested(answer, "company", _read_company)


def _read_company(company: dict) -> SellerInfo:
    return SellerInfo(**{key: text(company, key) for key in SellerInfo.__dataclass_fields__})
