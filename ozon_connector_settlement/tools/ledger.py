from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")


class Ledger(NamedTuple):
    """What posted entries book on Ozon's receivable and payable accounts.

    :param here: {id of an entry dated in the month: Decimal}; above 0 is what Ozon owes
    :param elsewhere: the same for entries of the month's documents that are dated in another month
    """

    here: dict
    elsewhere: dict

    def amounts_of(self, entries):
        """:return: (booked in the month, booked elsewhere), the Decimal sums of entries"""
        return (
            sum((self.here.get(entry_id, ZERO) for entry_id in entries.ids), ZERO),
            sum((self.elsewhere.get(entry_id, ZERO) for entry_id in entries.ids), ZERO),
        )

    def is_here(self, entries):
        """Whether one of the entries is posted and dated in the month."""
        return any(entry_id in self.here for entry_id in entries.ids)

    def is_elsewhere(self, entries):
        """Whether one of the entries is posted and dated in another month."""
        return any(entry_id in self.elsewhere for entry_id in entries.ids)
