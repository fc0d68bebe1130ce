from odoo import fields, models

SHOWN = 3


class AccountMove(models.Model):
    """Remembers how a document was drafted, so that a report can show what was changed by hand.

    A person who reviews a draft may choose another account or tax; the total must stay. The month
    then shows this for as long as the document exists.
    """

    _inherit = "account.move"

    # {"account": amount}, and {"account,tax": amount} of tax lines, in the document's currency.
    ozon_drafted = fields.Json(readonly=True, copy=False, ozon_protected=True)

    def _ozon_changed_texts(self):
        """:return: a list of what differs from the drafts, in words"""
        texts = []
        for document in self.filtered("ozon_drafted"):
            drafted, present = document.ozon_drafted, document._ozon_sums()
            differing = sorted(
                key for key in drafted.keys() | present.keys()
                if drafted.get(key) != present.get(key)
            )
            if differing:
                texts.append(self.env._(
                    "%(document)s is not as it was drafted: %(changes)s",
                    document=document.display_name,
                    changes="; ".join(
                        _change_text(document, key, drafted, present)
                        for key in differing[:SHOWN]
                    ) + ("…" if len(differing) > SHOWN else ""),
                ))
        return texts

    def _ozon_sums(self):
        """:return: {"account" or "account,tax": amount as text}, of what a person may change"""
        groups = self.env["account.move.line"]._read_group(
            [("move_id", "=", self.id), ("display_type", "in", ("product", "tax"))],
            ["account_id", "tax_line_id"], ["amount_currency:sum"],
        )
        sums = {
            ",".join(str(one.id) for one in (account, tax) if one): amount
            for account, tax, amount in groups
        }
        return {
            key: f"{amount:.2f}" for key, amount in sums.items() if self.currency_id.round(amount)
        }


def _change_text(document, key, drafted, present):
    account, *tax = map(int, key.split(","))
    name = document.env["account.account"].browse(account).exists().display_name or str(account)
    if tax:
        name = document.env["account.tax"].browse(tax).exists().name or name
    return document.env._(
        "%(name)s %(present)s, drafted %(drafted)s", name=name,
        present=document.currency_id.format(float(present.get(key, 0))),
        drafted=document.currency_id.format(float(drafted.get(key, 0))),
    )
