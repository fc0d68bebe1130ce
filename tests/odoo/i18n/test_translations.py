"""The Russian of the addon: every text is translated, and none is half English."""

import io
import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdg]|<[^>]+>")
# Names in Latin letters, also in Russian; a lower-case word alone is never a name.
NAMES = re.compile(
    r"\bOzon Connector: Settlement\b"  # an app, as the list of Apps calls it in every language
    r"|\bOzon Product ID\b|\bwindows-1251\b|\bUTF-8\b"
    r"|Ozon|OZON|Odoo|Client-Id|API|SKU|JSON|\bI[DP]\b|\bhttps\b|«Admin( read only)?»"
    r"|\bExcel\b|XLSX|XML|CSV|PDF|ZIP|\bxlsx?\b|\bFb[os]\b|\br?FB[OS]\b"
    r"|\bProduct Unit\b"  # a precision, which has this name in every language of Odoo
    r"|Font Awesome|\bfa-tasks\b|\bozon_connector\.api_url\b|\blimit_time_\w+\b"
    r"|^object\._file_name\(\)$"  # an expression that Odoo makes translatable
)

WITH_TEXTS = {
    "ir.actions.act_window",
    "ir.actions.server",
    "ir.model",
    "ir.model.constraint",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.ui.menu",
    "ir.ui.view",
    "mail.activity.type",
    "product.template",
    "res.groups",
}


def latin_words(text):
    """The words in a text for users that are neither Russian nor names."""
    return re.findall(r"[A-Za-z][\w-]*", NAMES.sub("", PLACEHOLDER.sub("", text)))


@tagged("standard", "post_install", "-at_install")
class TestCatalogue(TransactionCase):
    """The catalogue files themselves, independent of Odoo."""

    module = "ozon_connector"

    def catalogue(self, name):
        return polib.pofile(str(Path(__file__).parents[3] / self.module / "i18n" / name))

    def test_the_template_has_the_texts_of_the_addon_as_it_is(self):
        exported = io.BytesIO()
        trans_export(None, [self.module], exported, "po", self.env)
        texts = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
        template = {entry.msgid for entry in self.catalogue(f"{self.module}.pot")}

        self.assertEqual(texts - template, set(), "Run dev/i18n: the template lacks texts.")
        self.assertEqual(template - texts, set(), "Run dev/i18n: the template has old texts.")

    def test_every_text_of_the_template_has_its_russian(self):
        russian = {entry.msgid: entry for entry in self.catalogue("ru.po")}
        template = {entry.msgid for entry in self.catalogue(f"{self.module}.pot")}
        self.assertEqual(set(russian), template, "Run dev/i18n: ru.po is not up to date.")
        missing = [text for text, entry in russian.items() if not entry.translated()]
        self.assertEqual(missing, [], "ru.po lacks these, or they are marked fuzzy.")

    def test_placeholders_and_tags_are_those_of_the_original(self):
        wrong = [
            entry.msgid
            for entry in self.catalogue("ru.po")
            if sorted(PLACEHOLDER.findall(entry.msgstr)) != sorted(PLACEHOLDER.findall(entry.msgid))
        ]
        self.assertEqual(wrong, [])

    def test_no_english_is_left_in_the_russian(self):
        entries = self.catalogue("ru.po")
        self.assertEqual([entry.msgstr for entry in entries if latin_words(entry.msgstr)], [])


@tagged("standard", "post_install", "-at_install")
class TestRussianScreens(TransactionCase):
    """What a Russian user reads in Odoo, from the records that the addon creates."""

    module = "ozon_connector"
    with_texts = WITH_TEXTS

    def test_no_english_is_on_the_screens_of_the_addon(self):
        read, english = set(), []
        for record in self.records_of_the_addon():
            for field in record._fields.values():
                if field.translate and field.store and record[field.name]:
                    read.add(record._name)
                    for term in field.get_trans_terms(record[field.name]):
                        if latin_words(term):
                            english.append((record._name, record.id, field.name, term))
        self.assertEqual(english, [])
        self.assertLessEqual(self.with_texts, read, "The test looks past these.")

    def records_of_the_addon(self):
        """Everything with an XML id of the addon, in Russian."""
        data = self.env["ir.model.data"].search([("module", "=", self.module)])
        for model, rows in data.grouped("model").items():
            records = self.env[model].with_context(lang="ru_RU", active_test=False)
            yield from records.browse(rows.mapped("res_id")).exists()

    def test_field_labels_and_buttons_are_russian_where_the_web_client_asks_for_them(self):
        reports = self.env["ozon.realization.report"].with_context(lang="ru_RU")
        views = reports.get_views([(False, "form"), (False, "list"), (False, "search")])
        self.assertIn('string="Подтвердить"', views["views"]["form"]["arch"])
        labels = reports.fields_get(["fee_payable", "state"])
        self.assertEqual(labels["fee_payable"]["string"], "Вознаграждение к оплате")
        self.assertIn(("posted", "Проведено"), labels["state"]["selection"])

    def test_error_texts_are_russian_for_a_russian(self):
        bill = self.env["ozon.realization.bill"].with_context(lang="ru_RU")
        self.assertEqual(bill._points_label(), "Баллы за скидки, уменьшающие вознаграждение")
