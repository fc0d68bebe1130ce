"""The table of rights holds with the app Expenses, too."""

from tests.odoo.security.test_matrix import TestMatrix, TestPrivateMethods

__all__ = ["TestMatrix", "TestPrivateMethods"]
