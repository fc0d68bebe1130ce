import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";

/**
 * The dialog that connects a seller cabinet. Its button does not save the record first: one call asks
 * Ozon, and stores everything only if Ozon accepts the key. After a refusal the dialog stays open with
 * everything that was typed.
 */
export class OzonConnectController extends FormController {
    async beforeExecuteActionButton(clickParams) {
        if (clickParams.name !== "action_save") {
            return super.beforeExecuteActionButton(clickParams);
        }
        const record = this.model.root;
        if (await record.checkValidity({ displayNotification: true })) {
            const vals = await record.getChanges();
            const context = record.context;
            const question = await this.orm.call("ozon.connect", "connect", [vals], { context });
            await this.actionService.doAction(question);
        }
        return false;
    }
}

registry.category("views").add("ozon_connect", { ...formView, Controller: OzonConnectController });
