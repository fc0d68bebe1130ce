"""A register of acts or УПД gives each of our documents its number, date and total."""

from datetime import date

from tests.fake_ozon.register_file import HEADINGS, register_file
from tests.fake_ozon.settlement_file import latin
from tests.settlement.models.settlement.test_typed_documents import TypedCase

HALF, END = date(2026, 9, 15), date(2026, 9, 30)
ACT = (1, "Акт выполненных работ", "5512", END, 75.5)
STARS = (2, "Акт об оказанных услугах «Звёздные товары»", "5513", END, 40)
GOODS = (3, "УПД по выкупленным товарам", "900", END, 332.03)


class TestRegisters(TypedCase):
    """September: services of 75.50, stars of 40.00, and goods of 332.03 that Ozon bought."""

    def results(self, content, **values):
        return [
            (one["state"], one["title"].split("row ")[-1], one["text"])
            for one in self.drop(content, **values).results
        ]

    def states(self, *arguments, **words):
        return [state for state, _title, _text in self.results(register_file(*arguments, **words))]

    def test_each_row_finds_the_document_of_its_month_by_kind_and_total(self):
        buyout, act, stars = self.loaded(), self.act(), self.act("star")
        strange = (4, "Акт выполненных работ", "5514", END, 75.51)
        listed = register_file([ACT, STARS, GOODS, strange], tuple(map(latin, HEADINGS)))
        found = self.results(listed)
        self.assertEqual(
            [(state, title[:2]) for state, title, _text in found],
            [("passed", "4:"), ("passed", "2:"), ("passed", "3:"), ("failed", "5:")], found,
        )
        self.assertRegex(found[-1][1], "5514 of 30.09.2026, 75.51")
        self.assertRegex(found[-1][2], "75.50.*332.03|332.03.*75.50")
        for document, number, total in (
            (act, "5512", 75.5), (stars, "5513", 40), (buyout, "900", 332.03),
        ):
            document.invalidate_recordset()
            self.assertEqual(
                (document.number, document.doc_date, document.typed_total, document.proof),
                (number, END, total, "proved"),
            )
            self.assertEqual(document.message_ids.attachment_ids.raw, listed)
        self.assertEqual(act.bill_id.ref, "5512")
        messages = len(act.message_ids)
        self.assertIn("Nothing was changed", self.results(listed)[1][2])
        self.assertEqual(len(act.message_ids), messages)

    def test_two_documents_of_a_month_are_read_together(self):
        self.loaded()
        act = self.act()
        name = ACT[1]
        parts = [(1, name, "17", HALF, 30.2), (2, name, "21", END, 45.3)]
        found = self.results(register_file(parts))
        # The totals are compared only when both are here: half a month alone always differs.
        self.assertEqual(
            [(state, text) for state, _title, text in found], [("passed", "The totals agree.")] * 2,
        )
        self.assertRegex(found[0][1], r"17 of 15.09.2026, 30.20")
        act.invalidate_recordset()
        self.assertFalse(act.message_ids.filtered(lambda one: "a difference of" in one.body))
        self.assertEqual((act.number, act.typed_total, act.proof), ("17, 21", 75.5, "proved"))
        # They are read as «1–15» and «1–31», so the first half does not count twice.
        whole = [(1, name, "17", HALF, 30.2), (2, name, "21", END, 75.5)]
        self.assertEqual(self.states(whole), ["passed", "passed"])
        act.invalidate_recordset()
        self.assertEqual((act.number, act.typed_total, act.proof), ("21", 75.5, "proved"))
        self.assertEqual(act.paper_ids.mapped("number"), ["17", "21"])
        # Neither reading ties: both rows are named, and the act stays unchanged.
        self.assertEqual(
            self.states([(1, name, "17", HALF, 31), (2, name, "21", END, 46)]),
            ["failed", "failed"],
        )
        act.invalidate_recordset()
        self.assertEqual((act.typed_total, act.paper_ids.mapped("total")), (75.5, [30.2, 75.5]))

    def test_what_a_person_has_entered_stays(self):
        self.loaded()
        act = self.act()
        self.enter(act, number="УПД 5", doc_date=str(END), total=75.5)
        self.assertEqual(self.states([ACT]), ["failed"])
        self.assertEqual((act.number, act.paper_ids.number), ("УПД 5", "УПД 5"))

    def test_without_a_name_the_title_or_the_total_says_which_document_it_is(self):
        buyout, act = self.loaded(), self.act()
        headings = ("УПД №", "Дата", "Сумма")
        self.assertEqual(
            self.states([("900", END, 332.03)], headings, ["УПД по выкупленным товарам"]),
            ["passed"],
        )
        self.assertEqual(self.states([("7", END, 75.5)], headings, ["Реестр"]), ["passed"])
        buyout.invalidate_recordset()
        act.invalidate_recordset()
        self.assertEqual((buyout.number, act.number), ("900", "7"))
        # This act is dated in the next month, so a person chooses its month.
        late = register_file([("8", date(2026, 10, 2), 40)], headings)
        self.assertEqual(self.said(late)[0], "failed")
        self.assertEqual(self.said(late, month="2026-09-01")[0], "passed")
        self.assertEqual(self.act("star").number, "8")

    def test_what_is_of_others_is_not_taken(self):
        self.loaded()
        self.assertEqual(
            self.states([(1, "Акт по страховой премии", "1", END, 75.5)]), ["failed"],
        )
        self.assertEqual(self.states([ACT], [*HEADINGS[:-1], "Сумма с НДС, BYN"]), ["failed"])
        state, text = self.said(register_file([ACT], above=["ООО, ИНН 7809876543"]))
        self.assertEqual(state, "failed")
        self.assertIn("7809876543", text)
        state, text = self.said(register_file([ACT], [*HEADINGS[:-1], "Сумма без НДС"]))
        self.assertIn("a column is missing (Сумма с НДС)", text)
        self.assertFalse(self.act().is_typed)
        self.assertIn("lists no document", self.said(register_file([]))[1])
