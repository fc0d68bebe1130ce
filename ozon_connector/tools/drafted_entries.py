"""What a person has changed on entries since they were drafted."""

# How many changes of an entry are named.
SHOWN = 3


def drafted_sums(entry):
    """What a person may change on an entry.

    :param entry: an `account.move` of one record
    :return: {"account" or "account,tax": amount as text}, in the entry's currency
    """
    groups = entry.env["account.move.line"]._read_group(
        [("move_id", "=", entry.id), ("display_type", "in", ("product", "tax"))],
        ["account_id", "tax_line_id"], ["amount_currency:sum"],
    )
    sums = {
        ",".join(str(one.id) for one in (ledger_account, tax) if one): amount
        for ledger_account, tax, amount in groups
    }
    return {
        key: f"{amount:.2f}" for key, amount in sums.items() if entry.currency_id.round(amount)
    }


def changed_texts(entries):
    """:return: a list of what differs from the drafts, in words"""
    texts = []
    for entry in entries.filtered("ozon_drafted"):
        drafted, present = entry.ozon_drafted, drafted_sums(entry)
        differing = sorted(
            key for key in drafted.keys() | present.keys() if drafted.get(key) != present.get(key)
        )
        if differing:
            texts.append(entry.env._(
                "%(document)s is not as it was drafted: %(changes)s",
                document=entry.display_name,
                changes="; ".join(
                    _change_text(entry, key, drafted, present) for key in differing[:SHOWN]
                ) + ("…" if len(differing) > SHOWN else ""),
            ))
    return texts


def _change_text(entry, key, drafted, present):
    account_id, *tax = map(int, key.split(","))
    ledger_account = entry.env["account.account"].browse(account_id).exists()
    name = ledger_account.display_name or str(account_id)
    if tax:
        name = entry.env["account.tax"].browse(tax).exists().name or name
    return entry.env._(
        "%(name)s %(present)s, drafted %(drafted)s", name=name,
        present=entry.currency_id.format(float(present.get(key, 0))),
        drafted=entry.currency_id.format(float(drafted.get(key, 0))),
    )
