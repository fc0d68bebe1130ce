"""Whether the balance contains a loan that Ozon's cash flow names, and the side of a debt.

Source: `details.loan` of /v1/finance/cash-flow-statement/list. Neither its sign nor its place in
/v1/finance/balance is documented, so both readings are tried and the balance decides.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")

RECEIVABLE, PAYABLE = "receivable", "payable"


class HeldLoan(NamedTuple):
    """The part of Ozon's balance that a loan explains; at least one field is 0. Above 0 Ozon owes.

    :param in_services: within what the balance calls services
    :param beside: within the part of the closing balance that no figure of Ozon explains
    """

    in_services: Decimal
    beside: Decimal

    @property
    def amount(self):
        """The amount to be booked."""
        return self.in_services + self.beside


NO_LOAN = HeldLoan(ZERO, ZERO)


def held(loan, services_left, closing_left):
    """Find a loan in Ozon's balance.

    The balance contains it if an unexplained amount equals the loan to the kopeck. A loan among the
    accruals leaves nothing unexplained, so it is not booked twice.

    :param loan: Decimal; what the cash flow of the month states, with either sign
    :param services_left: services of the balance that no accrual explains
    :param closing_left: the part of the closing balance that its own parts do not explain
    :return: a `HeldLoan` with the sign of the balance
    """
    if loan and abs(services_left) == abs(loan):
        return HeldLoan(services_left, ZERO)
    if loan and abs(closing_left) == abs(loan):
        return HeldLoan(ZERO, closing_left)
    return NO_LOAN


def side_of(amount):
    """The ledger account of Ozon that an amount is booked on: `RECEIVABLE` or `PAYABLE`.

    :param amount: above 0 is what Ozon owes
    """
    return RECEIVABLE if amount > 0 else PAYABLE
