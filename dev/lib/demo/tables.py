"""The tables that the demo prints, one for each kind of document."""

COLUMNS = [
    ("period", "Period"),
    ("revenue", "Revenue"),
    ("points", "Points"),
    ("base_fee", "Gross commission"),
    ("fee_payable", "Commission payable"),
    ("accrual", "Accrual"),
    ("bill", "Bill"),
    ("bill_total", "Bill total"),
    ("invoice_total", "Invoice"),
    ("credit_note_total", "Credit note"),
    ("netted", "Netted"),
    ("points_left", "Unused points"),
    ("open_balance", "Ozon owes"),
    ("bill_state", "State"),
    ("ties", "Ties"),
]
SERVICE_COLUMNS = [
    ("period", "Period"),
    ("kind", "Services"),
    ("accrued", "Accrued"),
    ("points_used", "Paid by points"),
    ("amount", "Act"),
    ("settlement_amount", "By settlement"),
    ("bill", "Bill"),
    ("bill_total", "Bill total"),
    ("proof", "Proof"),
    ("state", "State"),
    ("ties", "Ties"),
]
BUYOUT_COLUMNS = [
    ("period", "Period"),
    ("number", "Number"),
    ("units", "Units bought"),
    ("amount", "Ozon owes"),
    ("invoice", "Invoice"),
    ("invoice_total", "Invoice total"),
    ("state", "State"),
    ("ties", "Ties"),
]
MONTH_COLUMNS = [
    ("period", "Period"),
    ("opening_balance", "Opening"),
    ("accrued", "Accrued"),
    ("paid", "Paid"),
    ("closing_balance", "Ozon's balance"),
    ("booked_closing", "In the books"),
    ("apart", "Settled apart"),
    ("difference", "Difference"),
    ("state", "State"),
    ("ties", "Ties"),
]
DIFFERENCE_COLUMNS = [
    ("label", "Difference"),
    ("ozon_amount", "By Ozon"),
    ("booked_amount", "In the books"),
    ("difference", "Differs by"),
    ("reason", "Reason"),
    ("ties", "Named rightly"),
]


def print_table(rows, columns):
    cells = [[title for _, title in columns]]
    words = {True: "yes", False: "NO", None: "—"}
    for row in rows:
        cells.append([words.get(row[key], row[key]) for key, _ in columns])
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    print()
    for line in cells:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))
    for row in rows:
        if row.get("problem"):
            print(f"\n{row['period']}: {row['problem']}")
