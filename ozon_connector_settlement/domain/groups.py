"""The groups of accrual types, and which document of Ozon each group comes in.

Source: `data/accrual_types.csv`, made from the names of Ozon's list (/v1/finance/accrual/types).
Which document some types come in is not documented, so a person can move a type.
"""

# Ozon's own money movements: they are no service and come in no act.
GROUP_OF_SALES = "sale"
GROUP_OF_FEE = "sale_fee"
UNKNOWN = "unknown"

# The document of services that a group comes in. Groups that are not named come in none.
ACT_OF_GROUP = {
    "service": "service",
    "financing": "service",
    "penalty": "service",
    "reinvoiced": "reinvoiced",
    "star": "star",
    "insurance": "insurance",
    UNKNOWN: UNKNOWN,
}
# What Ozon moves on its balance without a service: each type becomes an entry of its own.
MOVEMENTS = frozenset(["transfer", "balance"])
# The type of what only the cash flow names; Ozon's list of types has none for it.
LOAN = "Loan"
# One bill for all kinds, where the account wants that.
ALL = "all"

# Ozon issues these without VAT.
WITHOUT_VAT = frozenset(["insurance", "penalty"])


def act_of(group, in_one=False):
    """The kind of act a group comes in.

    :param in_one: whether all kinds come in one
    :return: a kind, or None for what is no service
    """
    kind = ACT_OF_GROUP.get(group)
    return ALL if in_one and kind and kind != UNKNOWN else kind
