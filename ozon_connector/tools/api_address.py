"""The address of Ozon that the database is set to."""

from ..ozon_api import addresses, errors
from ..ozon_api import client as ozon_client


def api_url(env):
    """:return: the address that requests are sent to"""
    return env["ir.config_parameter"].sudo().get_param(
        "ozon_connector.api_url", ozon_client.DEFAULT_URL,
    )


def api_origin(env):
    """:return: the address that a key entered now is for; None while the address is not safe"""
    try:
        return addresses.origin(api_url(env))
    except errors.InsecureAddress:
        return None
