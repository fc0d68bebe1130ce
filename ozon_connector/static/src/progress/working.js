import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** Work in the background whose end is all that can be said: it is done as a whole. */
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
