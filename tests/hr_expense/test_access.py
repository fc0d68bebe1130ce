"""The table of rights is also true with the app Expenses."""

from tests.odoo.security.test_matrix import TestMatrix, TestPrivateMethods

__all__ = ["TestMatrix", "TestPrivateMethods"]
