import { runScheduledAction } from "./server";
import { addTour } from "./tour";

const CLICKS = 25;

/** Continue with the months, as Odoo's scheduler does in the background. */
const runImport = () => runScheduledAction("ir_cron_import_reports");

const click = (trigger, content) => ({ content, trigger, run: "click" });
const check = (name, state) =>
    `.o_ozon_report_checks li[data-check='${name}'][data-state='${state}']`;

const propose = click(".o_form_view button[name='action_propose']");
const apply = click(".o_form_view button[name='action_apply']");
const proposal = ".o_field_widget[name='proposal_ids'] td[name='value']";
const nothingMissing = {
    content: "Nothing is missing any more",
    trigger: `.o_form_view:not(:has(li[data-state='failed'])) ${check("netting_journal", "passed")}`,
};

// The menu of apps leads to the card of the account, which says what is next.
const overview = [
    click(".o_navbar_apps_menu button"),
    click(".o_app[data-menu-xmlid='ozon_connector.menu_ozon_app']"),
    { trigger: ".o_menu_brand:contains('Ozon')" },
];

const fromSettings = click(".app_settings_block[data-key='ozon_connector'] #ozon_activate button");
const fromEmptyList = click(".o_nocontent_help a.btn[name='ozon_connector.ozon_connect_action']");

const connect = [
    { trigger: ".modal .o_field_widget[name='client_id'] input", run: "edit 123456" },
    {
        trigger: ".modal .o_field_widget[name='api_key'] input",
        run: "edit 3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10",
    },
    click(".modal footer button[name='action_save']"),
];

const setUpFromDialog = click(
    ".modal div[name='missing'] button[name='action_set_up']",
    "The dialog says that something is missing, and leads to it"
);

const installChart = [
    {
        content: "All that is missing is named at once",
        trigger: check("chart", "failed"),
    },
    { trigger: check("purchase_journal", "failed") },
    { trigger: check("income_account", "failed") },
    {
        content: "What is proposed is shown at once, and nothing is saved yet",
        trigger: proposal,
    },
    { trigger: check("chart", "failed") },
    apply,
    {
        content: "The chart of accounts is there; what follows from it is proposed",
        trigger: check("chart", "passed"),
    },
];

const setUpTheRest = [{ trigger: proposal }, apply, nothingMissing];

// The goods came without documents, so they are received for a kopeck.
const bookTheMonth = [
    ...overview,
    click(".o_kanban_record button[name='action_sync_products']"),
    click(
        ".o_form_view div[name='sync_preview'] button[name='action_sync_products']",
        "What the first synchronisation would do is shown before"
    ),
    { trigger: ".o_form_view .o_field_widget[name='sync_date']" },
    ...overview,
    click(".o_kanban_record button[name='action_import_earlier']"),
    {
        content: "Nothing is in the way of the import",
        trigger: ".modal:not(:has(button[name='action_set_up'])) .o_field_widget[name='month_from']",
    },
    click(".modal footer button[name='action_import']"),
    {
        content: "Odoo's scheduler loads and drafts the month",
        trigger: ".modal .o_ozon_progress",
        run: runImport,
    },
    {
        trigger: ".modal:not(:has(li[data-state='failed'])) .progress-bar[style*='100%']",
    },
    click(".modal footer button[name='action_open_reports']"),
    click(".o_list_view .o_data_row td[name='month']"),
    click(
        ".o_form_view:not(:has(li[data-check='purchase_journal'])) button[name='action_kopeck_receipt']"
    ),
    click(".modal-footer button[name='action_receive']"),
    {
        trigger:
            ".o_form_view:not(:has(.o_ozon_shortage_list)) .o_ozon_report_checks details:has(li[data-check='stock']) summary",
    },
    click(".o_form_view button[name='action_confirm']"),
    { trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']" },
];

/** A new company: from the first button to a booked month, with our buttons and no refusal. */
function outOfTheBox(name, ...parts) {
    const steps = [...parts, ...bookTheMonth].flat();
    const clicks = steps.filter(({ run }) => run === "click").length;
    const notMany = {
        content: "Not many clicks",
        trigger: "body",
        run: () => {
            if (clicks > CLICKS) {
                throw new Error(`${clicks} clicks`);
            }
        },
    };
    addTour(name, {
        steps: () => [...steps, notMany],
    });
}

outOfTheBox(
    "ozon_out_of_the_box", fromSettings, connect, setUpFromDialog, installChart, setUpTheRest
);
outOfTheBox("ozon_new_chart", fromEmptyList, connect, setUpFromDialog, installChart, setUpTheRest);

// There is a chart of another country: nothing is missing, and the company may keep it.
outOfTheBox(
    "ozon_generic_chart",
    fromEmptyList,
    connect,
    click(".modal:not(:has(div[name='missing'] button)) footer button[special='cancel']"),
    click(".o_menu_sections [data-menu-xmlid='ozon_connector.menu_ozon_app_configuration']"),
    click(".o-dropdown-item[data-menu-xmlid='ozon_connector.menu_ozon_app_setup']"),
    { trigger: check("purchase_journal", "passed") },
    click(`${check("chart", "confirm")} button[data-method='action_keep']`),
    { trigger: check("chart", "passed") },
    propose,
    setUpTheRest
);

// The company has a chart of its own: what it lacks is created, and the chart is left alone.
outOfTheBox(
    "ozon_own_chart",
    fromEmptyList,
    connect,
    setUpFromDialog,
    { trigger: check("chart", "passed") },
    { trigger: check("payable", "failed") },
    { trigger: check("income_account", "failed") },
    { trigger: check("purchase_journal", "failed") },
    setUpTheRest
);

// The first month as README.rst describes it: cards first; the last month opens by itself.
addTour("ozon_first_month", {
    steps: () => [
        fromEmptyList,
        connect,
        click(".modal footer button[name='action_sync'].btn-primary"),
        {
            content: "Odoo's scheduler reads the cards",
            trigger: ".o_form_view .o_ozon_progress, .o_form_view div[name='sync_preview']",
            run: () => runScheduledAction("ir_cron_sync_products"),
        },
        click(".o_form_view div[name='sync_preview'] button[name='action_sync_products']"),
        { trigger: ".o_form_view:not(:has(.o_ozon_progress)) .o_field_widget[name='sync_date']" },
        click(".o_form_view .o_form_statusbar button[name='action_set_up'].btn-primary"),
        { trigger: proposal },
        apply,
        {
            content: "The chart of accounts is there; what follows from it is proposed",
            trigger: ".o_field_widget[name='proposal_ids'] tr:nth-child(2) td[name='value']",
        },
        apply,
        {
            content: "The last month opens, and is under way",
            trigger: ".o_form_view .o_ozon_progress",
            run: runImport,
        },
        click(".o_form_view button[name='action_kopeck_receipt']"),
        click(".modal-footer button[name='action_receive']"),
        { trigger: ".o_form_view:not(:has(.o_ozon_shortage_list))" },
        click(".o_form_view button[name='action_confirm'].btn-primary"),
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']" },
    ].flat(),
});

// A month whose documents lack something says what; its button leads to the fix and back.
addTour("ozon_missing_journal", {
    steps: () => [
        click(".o_list_view .o_data_row td[name='month']"),
        {
            content: "The figures are here, the reason is told, and no next attempt is promised",
            trigger:
                ".o_form_view:has(div[name='figures']) div[name='setup_problem']:contains('журнал закупок')",
        },
        {
            content: "Trying again is not what helps",
            trigger: ".o_form_view button[name='action_fetch']:not(.btn-primary)",
        },
        click(".o_ozon_report_checks li[data-check='purchase_journal'] button"),
        click(".o_form_view button[name='action_apply']"),
        { trigger: ".o_ozon_report_checks li[data-check='purchase_journal'][data-state='passed']" },
        click(".breadcrumb .o_back_button, .breadcrumb-item:last a"),
        {
            content: "Nothing is missing any more, and the month goes on by itself",
            trigger: ".o_form_view:not(:has(div[name='setup_problem'])):has(.o_ozon_progress)",
            run: runImport,
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value='to_review']" },
    ],
});

// Many goods are missing: the page says how many, shows ten, and says what negative stock means.
addTour("ozon_many_missing", {
    steps: () => [
        click(".o_list_view .o_data_row td[name='month']"),
        { trigger: ".o_ozon_shortage_summary:contains('12'):contains('78')" },
        { trigger: ".o_ozon_shortage_list tbody:has(tr:nth-child(10)):not(:has(tr:nth-child(11)))" },
        { trigger: ".o_ozon_shortage_rest:contains('2')" },
        { trigger: ".alert:has(.o_ozon_shortage_list):contains('can be confirmed')" },
        { trigger: ".alert:has(.o_ozon_shortage_list):not(:contains('cannot be confirmed'))" },
        click(".o_form_view button[name='action_confirm']"),
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']" },
    ],
});
