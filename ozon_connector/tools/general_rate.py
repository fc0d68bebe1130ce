"""Which taxes are Russian VAT at the general rate."""

from decimal import Decimal

from ..domain import vat


def is_general(tax, day):
    """Whether a tax is VAT at the general rate of a day.

    :param tax: an `account.tax`
    """
    return (
        tax.country_code == "RU" and tax.amount_type == "percent"
        and Decimal(str(tax.amount)) == vat.general_rate(day)
    )
