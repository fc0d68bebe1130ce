"""Currencies: their names at Ozon, and roughly what they are worth."""

from fractions import Fraction

# Ozon, banks and 1C still use the rouble's code from before 1998, or its name in words.
ROUBLE = "RUB"
NAMES_OF_THE_ROUBLE = {"RUR", "РУБ", "РУБЛЬ", "РУБЛИ", "РУБЛЕЙ", "₽", "643", "810"}

# What one unit was worth in roubles in 2023 – 2026. No amount is converted with these. They only
# show whether a number can be a rate between two currencies.
ROUGHLY_IN_ROUBLES = {
    "AMD": Fraction("0.22"), "AZN": 52, "BYN": 28, "CNY": 12, "EUR": 95, "GEL": 32,
    "KGS": 1, "KZT": Fraction("0.18"), "RUB": 1, "USD": 87, "UZS": Fraction("0.007"),
}


def code_of(name: str) -> str:
    """The ISO 4217 code of a currency that Ozon names (`currency_sys_name`), '' for no name.

    An unknown name is returned in capitals.
    """
    code = (name or "").strip().rstrip(".").upper()
    return ROUBLE if code in NAMES_OF_THE_ROUBLE else code


def is_code(name: str) -> bool:
    """Whether a name has the form of an ISO 4217 code."""
    return len(name) == 3 and name.isascii() and name.isalpha()


def deviation(rate: float, code: str, other: str) -> float | None:
    """How many times a rate is greater or smaller than it roughly was in these years.

    :param rate: units of the other currency for one unit of the first
    :return: 1 or more; None if the rate is not above 0, or one of the currencies is unknown
    """
    if rate <= 0 or not {code, other} <= ROUGHLY_IN_ROUBLES.keys():
        return None
    times = rate * float(ROUGHLY_IN_ROUBLES[other] / Fraction(ROUGHLY_IN_ROUBLES[code]))
    return max(times, 1 / times)
