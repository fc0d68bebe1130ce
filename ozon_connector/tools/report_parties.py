"""The parties of a realization report, as texts and compared with the books by their INN."""

import re

from odoo.tools import format_date


def contract_text(env, header):
    """
    :param header: the title page of Ozon's answer, with `contract_number` and `contract_date`
    :return: the contract in words; None without a number
    """
    if not (header.contract_number and header.contract_date):
        return header.contract_number
    return env._(
        "No. %(number)s of %(day)s",
        number=header.contract_number, day=format_date(env, header.contract_date),
    )


def party_text(name, inn, kpp):
    """:return: the name of a party with its tax numbers, as far as Ozon states them"""
    return ", ".join(filter(None, (name, inn and f"ИНН {inn}", kpp and f"КПП {kpp}")))


def party_checks(report):
    """The checks of both parties.

    Ozon does not say which of payer and receiver is Ozon, so the company may be either.

    :param report: an `ozon.realization.report`
    :return: a list of two rows as `_check` of the report returns them
    """
    return [_company_check(report), _vendor_check(report)]


def report_vendor(report):
    """:return: `res.partner`: the vendor of the bill, or Ozon's contact before it is drafted"""
    return (report.bill_id.partner_id or report.account_id.partner_id).commercial_partner_id


def _company_check(report):
    env, own, named = report.env, _digits(report.company_id.vat), _named(report)
    title = env._("The report is this company's")
    if not own:
        return _without_own_inn(report, "inn", title)
    if not report.receiver_inn and own not in named:
        return _without_inn(report, "inn", title, env._(
            "Cannot be checked: Ozon's report names no INN of its receiver",
        ))
    return report._check("inn", title, own in named, env._(
        "INN in the report %(report)s, of the company %(own)s",
        report=own if own in named else report.receiver_inn, own=own,
    ))


def _vendor_check(report):
    """A difference is only for information: the contract decides which of the two is right."""
    env, vendor, named = report.env, report_vendor(report), _named(report)
    title, own = env._("The bill's vendor is the report's other party"), _digits(vendor.vat)
    open_vendor = {"label": env._("Ozon Contact"), "method": "action_open_vendor", "args": []}
    if not own:
        return _unknown(report, "vendor_inn", title, env._(
            "Cannot be checked: the vendor %s has no INN. Enter it on the contact",
            vendor.display_name,
        ), open_vendor)
    company = _digits(report.company_id.vat)
    others = named - {company}
    if own in others:
        return report._check("vendor_inn", title, True, env._(
            "INN in the report and of %(vendor)s: %(own)s", vendor=vendor.display_name, own=own,
        ))
    if not company:
        return _without_own_inn(report, "vendor_inn", title)
    if len(named) < 2:
        return _without_inn(report, "vendor_inn", title, env._(
            "Cannot be checked: Ozon's report does not name the INN of its other party",
        ))
    return _unknown(report, "vendor_inn", title, env._(
        "Look at your contract with Ozon: the report is from INN %(report)s, the bill from "
        "%(vendor)s with INN %(own)s. If the contract names the first, correct the INN of the "
        "contact, or choose another Ozon contact on the account and recreate the drafts",
        report=", ".join(sorted(others)), vendor=vendor.display_name, own=own,
    ), open_vendor)


def _named(report):
    """:return: the INN of both parties as Ozon names them, as a set without empty ones"""
    return {_digits(report.payer_inn), _digits(report.receiver_inn)} - {""}


def _without_own_inn(report, name, title):
    return _unknown(report, name, title, report.env._(
        "Cannot be checked: the company %s has no INN. Enter it on the company",
        report.company_id.name,
    ), {"label": report.env._("Company"), "method": "action_open_company", "args": []})


def _without_inn(report, name, title, text):
    if not report.raw_attachment_id:
        return report._check(name, title, None, text)
    return _unknown(report, name, title, text, {
        "label": report.env._("Source Data (JSON)"), "method": "action_download_raw", "args": [],
    })


def _unknown(report, name, title, text, button):
    return {**report._check(name, title, None, text), "buttons": [button]}


def _digits(text):
    return re.sub(r"\D", "", text or "")
