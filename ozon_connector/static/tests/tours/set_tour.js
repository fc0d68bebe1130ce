import { addTour } from "./tour";

addTour("ozon_accept_set", {
    steps: () => [
        {
            content: "The card says what it looks like",
            trigger: ".o_data_row:contains('Похоже на набор: 3 × [CANDLE] Свеча') button:contains('Это набор')",
            run: "click",
        },
        {
            content: "and is that now",
            trigger: ".o_data_row:contains('Свеча, набор 3 шт'):contains('Сопоставлено'):contains('Вручную'):contains('3,00')",
        },
        {
            trigger: ".o_data_row:contains('Свеча, набор 3 шт'):not(:has(button:contains('Это набор')))",
        },
    ],
});
