import { runScheduledAction } from "./server";
import { addTour } from "./tour";

const openDialog = [
    {
        content: "Settings ▸ Ozon ▸ Connect Account",
        trigger: ".app_settings_block[data-key='ozon_connector'] button:contains('Подключить кабинет')",
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

addTour("ozon_connect_yes", {
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
            content: "The program has checked the condition itself and says what it found",
            trigger: ".modal .alert-success .o_field_widget[name='sync_condition']:contains('можно')",
        },
        {
            content: "Synchronise the cards now? Yes",
            trigger: ".modal footer button[name='action_sync']:contains('Да')",
            run: "click",
        },
        {
            content: "The job is under way, and the page shows where it stands",
            trigger: ".o_form_view .o_ozon_progress .progress-bar",
        },
        {
            content: "Odoo's scheduler goes on with it",
            trigger: ".o_form_view button[name='action_stop_sync']",
            run: () => runScheduledAction("ir_cron_sync_products"),
        },
        {
            content: "What would be done is shown, without reloading, before anything is done",
            trigger: ".o_form_view div[name='sync_preview']:contains('Пока ничего не изменено')",
        },
        {
            trigger: "div[name='sync_preview'] button:contains('Показать карточки')",
            run: "click",
        },
        {
            content: "card by card",
            trigger: ".o_list_view .o_group_header:contains('Создать товар')",
        },
        {
            trigger: ".o_back_button a",
            run: "click",
        },
        {
            trigger: "div[name='sync_preview'] button[name='action_sync_products']",
            run: "click",
        },
        {
            content: "The end shows",
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
            content: "The candidates stand with the card; one click chooses",
            trigger:
                ".o_data_row:contains('Кружка') .o_ozon_card_choices button:contains('Кружка белая'):contains('по артикулу')",
            run: "click",
        },
        {
            content: "A choice made by hand",
            trigger: ".o_data_row:contains('Кружка') .o_field_cell[name='matched_by']:contains('Вручную')",
        },
    ],
});

addTour("ozon_connect_no", {
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

addTour("ozon_replace_key", {
    steps: () => [
        {
            trigger: ".o_form_view button[name='action_open_keys']",
            run: "click",
        },
        enterKey("3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10"),
        ...save,
        {
            content: "A synchronised cabinet is asked quietly: closing is the first button",
            trigger: ".modal footer:has(button[name='action_sync'].btn-link) button.btn-primary:contains('Закрыть')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

addTour("ozon_choose_on_a_phone", {
    steps: () => [
        {
            content: "A candidate says why it is one and what contradicts",
            trigger:
                ".o_kanban_record:contains('Кружка') .o_ozon_card_choices button:contains('Кружка белая'):contains('Подходит по артикулу'):contains('другой штрихкод')",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Кружка') .o_field_widget[name='match_state']:contains('Сопоставлено')",
        },
        {
            content: "None of them is it",
            trigger: ".o_kanban_record:contains('Ложка') button[data-method='action_create_product']:contains('Создать товар')",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Ложка') .o_field_widget[name='match_state']:contains('Создано')",
        },
    ],
});
