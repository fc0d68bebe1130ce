// How the tours are registered.

import { registry } from "@web/core/registry";

// Odoo gives a step ten seconds. A page of a busy machine may need more.
const PATIENCE = 60000; // milliseconds, as many as Odoo allows

/**
 * Register a tour that waits for pages of a busy machine.
 *
 * @param {string} name
 * @param {{steps: Function}} tour `steps` returns new steps each time
 */
export function addTour(name, { steps }) {
    registry.category("web_tour.tours").add(name, {
        steps: () => steps().map((step) => ({ timeout: PATIENCE, ...step })),
    });
}
