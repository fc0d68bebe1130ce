"""The groups of accrual types, and the document of Ozon that each group belongs to.

Source: `data/accrual_types.csv`, created from the names in Ozon's list
(/v1/finance/accrual/types). For some types the document is not documented, so a person can move a
type to another group.
"""

# Sales and their fee are no services: the realization report has them. Unknown types wait.
GROUP_OF_SALES = "sale"
GROUP_OF_FEE = "sale_fee"
UNKNOWN = "unknown"

# The document of services that a group belongs to. Groups that are not listed belong to none.
ACT_OF_GROUP = {
    "service": "service",
    "financing": "service",
    "penalty": "service",
    "reinvoiced": "reinvoiced",
    "star": "star",
    "insurance": "insurance",
    UNKNOWN: UNKNOWN,
}
# Ozon moves these amounts on its balance without a service: each type gets its own entry.
MOVEMENTS = frozenset(["transfer", "balance"])
# A type that Ozon's list does not have: only the cash flow names loans.
LOAN = "Loan"
# One bill for all kinds, if the account is set up so.
ALL = "all"

# Ozon issues these without VAT.
WITHOUT_VAT = frozenset(["insurance", "penalty"])


def act_of(group, in_one=False):
    """The kind of act that a group belongs to.

    :param in_one: whether the account gets one act for all kinds
    :return: a kind, or None for a group that is no service
    """
    kind = ACT_OF_GROUP.get(group)
    return ALL if in_one and kind and kind != UNKNOWN else kind
