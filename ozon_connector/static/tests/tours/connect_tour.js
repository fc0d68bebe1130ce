import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const openDialog = [
    {
        content: "Settings ▸ Ozon ▸ Activate",
        trigger: ".app_settings_block[data-key='ozon_connector'] button:contains('Активировать')",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name='client_id'] input",
        run: "edit 123456",
    },
];

const save = [
    {
        trigger: ".modal footer button[name='action_save']",
        run: "click",
    },
];

function enterKey(key) {
    return {
        trigger: ".modal .o_field_widget[name='api_key'] input",
        run: `edit ${key}`,
    };
}

function call(model, method, ...args) {
    const url = `/web/dataset/call_kw/${model}/${method}`;
    return rpc(url, { model, method, args, kwargs: {} });
}

registry.category("web_tour.tours").add("ozon_connect_yes", {
    steps: () => [
        ...openDialog,
        {
            content: "Where the keys are found can be folded out",
            trigger: ".modal details summary:contains('Где')",
            run: "click",
        },
        {
            trigger: ".modal details[open] li:contains('кабинет')",
        },
        enterKey("3f9c1d52-wrong"),
        ...save,
        {
            content: "The refusal says what is wrong",
            trigger: ".o_error_dialog:contains('ключ API'), .modal:contains('не принимает ключ API')",
        },
        {
            trigger: ".modal:contains('не принимает ключ API') footer button",
            run: "click",
        },
        {
            content: "The dialog is still there with what was typed",
            trigger: ".modal .o_field_widget[name='client_id'] input:value(123456)",
        },
        enterKey("3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10"),
        ...save,
        {
            content: "Synchronise the cards now? Yes",
            trigger: ".modal footer button[name='action_sync']",
            run: "click",
        },
        {
            content: "The job is under way, and the page shows where it stands",
            trigger: ".o_form_view .o_ozon_progress .progress-bar",
        },
        {
            content: "Odoo's scheduler goes on with it",
            trigger: ".o_form_view button[name='action_stop_sync']",
            run: async () => {
                const domain = [["name", "=", "ir_cron_sync_products"]];
                const [cron] = await call("ir.model.data", "search_read", domain, ["res_id"]);
                await call("ir.cron", "method_direct_trigger", [cron.res_id]);
            },
        },
        {
            content: "The end shows without reloading",
            trigger: ".o_form_view .o_field_widget[name='sync_message']:contains('Создано товаров: 1')",
        },
        {
            trigger: ".o_form_view:not(:has(.o_ozon_progress))",
        },
        {
            content: "On to the cards that wait for a person",
            trigger: ".o-form-buttonbox button:contains('Сопоставление')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Кружка') .o_field_cell[name='match_state']:contains('К проверке')",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Кружка') .o_data_cell[name='product_id']",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name='product_id'] input",
            run: "edit Кружка белая",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Кружка белая')",
            run: "click",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "A choice made by hand",
            trigger: ".o_data_row:contains('Кружка') .o_field_cell[name='matched_by']:contains('Вручную')",
        },
    ],
});

registry.category("web_tour.tours").add("ozon_connect_no", {
    steps: () => [
        ...openDialog,
        enterKey("3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10"),
        ...save,
        {
            trigger: ".modal footer button:contains('Нет')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
