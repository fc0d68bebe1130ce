"""Whether a loan that Ozon's cash flow names is in its balance, and on which side a debt stands.

Source: `details.loan` of /v1/finance/cash-flow-statement/list. Neither its sign nor its place in
/v1/finance/balance is documented, so both readings are tried, and the balance decides.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")

RECEIVABLE, PAYABLE = "receivable", "payable"


class HeldLoan(NamedTuple):
    """What of Ozon's balance a loan explains; at most one of both is not 0. Above 0 Ozon owes.

    :param in_services: a part of what the balance calls services
    :param beside: a part of the closing balance that no figure of Ozon explains
    """

    in_services: Decimal
    beside: Decimal

    @property
    def amount(self):
        """What is to be booked."""
        return self.in_services + self.beside


NO_LOAN = HeldLoan(ZERO, ZERO)


def held(loan, services_left, closing_left):
    """Find a loan in Ozon's balance.

    It is there if something is left to explain, and that is the loan to the kopeck. What is among
    the accruals leaves nothing to explain, so that nothing is booked twice.

    :param loan: Decimal; what the cash flow of the month says, of either sign
    :param services_left: services of the balance beyond the accruals
    :param closing_left: the closing balance beyond its own parts
    :return: a `HeldLoan` with the sign of the balance
    """
    if loan and abs(services_left) == abs(loan):
        return HeldLoan(services_left, ZERO)
    if loan and abs(closing_left) == abs(loan):
        return HeldLoan(ZERO, closing_left)
    return NO_LOAN


def side_of(amount):
    """On which ledger account of Ozon an amount stands.

    :param amount: above 0 is what Ozon owes
    """
    return RECEIVABLE if amount > 0 else PAYABLE
