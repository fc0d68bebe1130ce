import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const TOUR = "ozon_out_of_the_box";
const CLICKS = 25;

function call(model, method, ...args) {
    const url = `/web/dataset/call_kw/${model}/${method}`;
    return rpc(url, { model, method, args, kwargs: {} });
}

/** Odoo's scheduler goes on with the months. */
async function runImport() {
    const domain = [["name", "=", "ir_cron_import_reports"]];
    const [cron] = await call("ir.model.data", "search_read", domain, ["res_id"]);
    await call("ir.cron", "method_direct_trigger", [cron.res_id]);
}

const click = (trigger, content) => ({ content, trigger, run: "click" });

const overview = {
    content: "Back to the card of the account, which says what is next",
    trigger: "body",
    run: () => window.location.assign("/odoo/ozon"),
    expectUnloadPage: true,
};

// A new company: from the settings to a booked month, with our buttons only and no refusal.
registry.category("web_tour.tours").add(TOUR, {
    steps: () => [
        click(".app_settings_block[data-key='ozon_connector'] #ozon_activate button"),
        { trigger: ".modal .o_field_widget[name='client_id'] input", run: "edit 123456" },
        {
            trigger: ".modal .o_field_widget[name='api_key'] input",
            run: "edit 3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10",
        },
        click(".modal footer button[name='action_save']"),
        click(
            ".modal div[name='missing'] button[name='action_set_up']",
            "The dialog says that something is missing, and leads to it"
        ),
        {
            content: "All of it is named at once",
            trigger: ".o_ozon_report_checks li[data-check='chart'][data-state='failed']",
        },
        { trigger: ".o_ozon_report_checks li[data-check='purchase_journal'][data-state='failed']" },
        { trigger: ".o_ozon_report_checks li[data-check='income_account'][data-state='failed']" },
        click(".o_form_view button[name='action_propose']"),
        {
            content: "What is proposed is shown, and nothing is saved yet",
            trigger: ".o_field_widget[name='proposal_ids'] td[name='value']",
        },
        { trigger: ".o_ozon_report_checks li[data-check='chart'][data-state='failed']" },
        click(".o_form_view button[name='action_apply']"),
        {
            content: "The chart of accounts is there; what follows from it is proposed",
            trigger: ".o_ozon_report_checks li[data-check='chart'][data-state='passed']",
        },
        {
            trigger: ".o_field_widget[name='proposal_ids'] tr:has(td[name='title']) td[name='value']",
        },
        click(".o_form_view button[name='action_apply']"),
        {
            content: "Nothing is missing any more",
            trigger:
                ".o_form_view:not(:has(li[data-state='failed'])) li[data-check='netting_journal'][data-state='passed']",
        },
        overview,
        click(".o_kanban_record button[name='action_sync_products']"),
        { trigger: ".o_form_view .o_field_widget[name='sync_date']" },
        overview,
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
            ".o_form_view:not(:has(li[data-check='purchase_journal'])) button[name='action_kopeck_receipt']",
            "The goods came without documents"
        ),
        click(".modal-footer button[name='action_receive']"),
        {
            trigger:
                ".o_form_view:not(:has(.o_ozon_shortage_list)) .o_ozon_report_checks li[data-check='stock'][data-state='passed']",
        },
        click(".o_form_view button[name='action_confirm']"),
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']" },
        {
            content: "Not many clicks",
            trigger: "body",
            run: () => {
                const steps = registry.category("web_tour.tours").get(TOUR).steps();
                const clicks = steps.filter(({ run }) => run === "click").length;
                if (clicks > CLICKS) {
                    throw new Error(`${clicks} clicks`);
                }
            },
        },
    ],
});

// A month whose documents lack something says what, and its button leads to the remedy and back.
registry.category("web_tour.tours").add("ozon_missing_journal", {
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
        click(".o_form_view button[name='action_propose']"),
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

// Many goods are missing: how many is said, ten are shown, and what negative stock means.
registry.category("web_tour.tours").add("ozon_many_missing", {
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
