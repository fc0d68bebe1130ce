import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** Background work that is done as a whole: only its end can be shown. */
export class OzonWorking extends OzonProgress {
    static watched = ["ozon_working"];

    stateOf({ ozon_working: text }) {
        return { running: Boolean(text), done: 0, total: 0, text, message: "" };
    }
}

registry.category("fields").add("ozon_working", {
    component: OzonWorking,
    supportedTypes: ["char"],
});
