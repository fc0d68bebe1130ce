import { addTour } from "@ozon_connector/../tests/tours/tour";

/** Fails unless opening balance + accruals + payouts = closing balance, to the kopeck. */
function addsUp(table) {
    const kopecks = (field) =>
        Math.round(
            Number(
                table
                    .querySelector(`[name='${field}']`)
                    .innerText.replace(/[^\d,-]/g, "")
                    .replace(",", ".")
            ) * 100
        );
    const sum = ["opening_balance", "accrued", "paid"].map(kopecks).reduce((a, b) => a + b);
    if (sum !== kopecks("closing_balance") || !kopecks("accrued")) {
        throw new Error(`The balances do not add up: ${table.innerText}`);
    }
}
// From the app's first page to a month that is to be reviewed, its differences, and its booking.
addTour("ozon_month", {
    steps: () => [
        { trigger: ".o_navbar_apps_menu button", run: "click" },
        { trigger: "[data-menu-xmlid='ozon_connector.menu_ozon_app']", run: "click" },
        {
            content: "The desk says what Ozon owes",
            trigger: ".o_ozon_desk .o_ozon_owes:contains('724,50')",
        },
        {
            content: "and what is to do",
            trigger: ".o_ozon_tasks li:contains('Сентябрь 2026') button",
        },
        {
            trigger: ".o_ozon_tile[data-state='to_review']:contains('Сентябрь 2026')",
            run: "click",
        },
        {
            content: "Every difference has its reason",
            trigger: ".o_field_widget[name='different_line_ids'] .o_data_row:contains('Черновик')",
        },
        {
            content: "A row leads to its document",
            trigger: ".o_field_widget[name='different_line_ids'] .o_data_row:contains('Звёздные товары') button[name='action_open']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='accrued']:contains('40,00')",
        },
        { trigger: ".breadcrumb-item a:contains('Сентябрь 2026')", run: "click" },
        {
            content: "The balances add up to the closing one",
            trigger:
                ".o_ozon_month_balances tr:contains('= Сальдо конечное') .o_field_widget[name='closing_balance']",
            run: ({ anchor }) => addsUp(anchor.closest("table")),
        },
        {
            content: "Print and spreadsheet are in the header",
            trigger: ".o_statusbar_buttons:has(button:contains('PDF')):has(button:contains('Excel'))",
        },
        {
            content: "Everything is ready, so booking is offered first",
            trigger:
                ".o_form_view:has(.o_field_widget[name='different_line_ids']) button[name='action_confirm'].btn-primary",
            run: "click",
        },
        {
            content: "It is booked in the background",
            trigger: ".o_form_view .alert:contains('проводится')",
        },
    ],
});

// A month that ties says so, with its statement.
addTour("ozon_month_tied", {
    steps: () => [
        {
            trigger: ".o_ozon_tile[data-state='tied']:contains('Сентябрь 2026')",
            run: "click",
        },
        { trigger: ".o_form_view .alert-success:contains('Всё сходится')" },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Начальное сальдо')",
        },
    ],
});

// A document of the month cannot be booked yet: its reason comes before booking the others.
addTour("ozon_month_not_ready", {
    steps: () => [
        {
            content: "The desk says why the report cannot be booked",
            trigger: ".o_ozon_tasks li:contains('Не хватает на складе товаров: 1')",
        },
        {
            trigger: ".o_ozon_tile[data-state='to_review']:contains('Сентябрь 2026')",
            run: "click",
        },
        {
            content: "The rest can be booked, but this is not offered first",
            trigger: ".o_form_view button[name='action_confirm']:not(.btn-primary)",
        },
    ],
});
