// What the tours ask of the server.

import { rpc } from "@web/core/network/rpc";

/** Call a method of a model on the server, as the user of the page. */
export function call(model, method, ...args) {
    return rpc(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs: {} });
}

/**
 * Run a scheduled action, as Odoo's scheduler does in the background at this time.
 *
 * @param {string} name its external id, without the module
 */
export async function runScheduledAction(name) {
    const [found] = await call("ir.model.data", "search_read", [["name", "=", name]], ["res_id"]);
    await call("ir.cron", "method_direct_trigger", [found.res_id]);
}
