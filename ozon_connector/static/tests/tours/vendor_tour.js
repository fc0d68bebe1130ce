import { addTour } from "./tour";

// The vendor of the bill is not the party that Ozon's report names: the check leads to the contact.
addTour("ozon_other_vendor", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            content: "Both INN are named",
            trigger:
                ".o_ozon_report_checks li[data-check='vendor_inn'][data-state='info']:contains('7704217370'):contains('7707083893') button",
            run: "click",
        },
        {
            content: "The INN is mended on the contact",
            trigger: ".modal .o_form_view .o_field_widget[name='vat'] input",
            run: "edit 7704217370",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});
