// Checks of pages with figures: the pages fit the screen, and their charts are drawn.

/**
 * A step: the page needs no scrolling to the side.
 *
 * @param {string} trigger the selector of the table on the page
 */
export function fits(trigger) {
    return {
        content: "Nothing is beside the screen of 1366 pixels",
        trigger,
        run({ anchor }) {
            if (window.innerWidth > 1366) {
                throw new Error(`The window has ${window.innerWidth} pixels`);
            }
            for (let part = anchor; part; part = part.parentElement) {
                if (part.scrollWidth > part.clientWidth && part.clientWidth) {
                    throw new Error(
                        `${part.tagName}.${part.className} is ${part.clientWidth} wide, ` +
                            `what is in it ${part.scrollWidth}`
                    );
                }
                const { left, right } = part.getBoundingClientRect();
                if (left < 0 || right > window.innerWidth + 1) {
                    throw new Error(`${part.tagName}.${part.className}: ${left} to ${right}`);
                }
            }
        },
    };
}

/** A step: an element shows nothing. */
export function isBlank(trigger) {
    return {
        content: "What is not known is blank, and no zero",
        trigger,
        run({ anchor }) {
            if (anchor.textContent.trim()) {
                throw new Error(`${trigger} says ${anchor.textContent}`);
            }
        },
    };
}

/** The bars of a chart that are higher than a line, once they are drawn. */
async function barsOf(canvas) {
    for (let tries = 0; tries < 50; tries++) {
        const chart = window.Chart?.getChart(canvas);
        const bars = chart ? chart.getDatasetMeta(0).data : [];
        const drawn = bars.filter((bar) => Math.abs(bar.base - bar.y) > 2);
        if (drawn.length) {
            return { chart, drawn };
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("The chart has no bars");
}

/**
 * Steps: a chart shows these figures as bars.
 *
 * @param {number[]} figures of the bars, from left to right; rounded
 */
export function draws(figures) {
    return {
        content: "The chart is drawn",
        trigger: ".o_graph_view .o_graph_canvas_container canvas",
        async run({ anchor }) {
            const { chart, drawn } = await barsOf(anchor);
            const shown = chart.data.datasets[0].data.map(Math.round);
            if (JSON.stringify(shown) !== JSON.stringify(figures)) {
                throw new Error(`The chart shows ${JSON.stringify(shown)}`);
            }
            if (drawn.length !== figures.filter(Boolean).length) {
                throw new Error(`${drawn.length} bars are drawn`);
            }
            const { width, height } = anchor;
            const pixels = anchor.getContext("2d").getImageData(0, 0, width, height).data;
            if (!pixels.some(Boolean)) {
                throw new Error("The canvas is empty");
            }
        },
    };
}

/** A step: click on the first bar of a chart. */
export function clickOnBar() {
    return {
        content: "A bar leads to its rows",
        trigger: ".o_graph_view .o_graph_canvas_container canvas",
        async run({ anchor }) {
            const { drawn } = await barsOf(anchor);
            const { left, top } = anchor.getBoundingClientRect();
            const at = {
                bubbles: true,
                clientX: left + drawn[0].x,
                clientY: top + (drawn[0].y + drawn[0].base) / 2,
            };
            for (const type of ["mousemove", "mousedown", "mouseup", "click"]) {
                anchor.dispatchEvent(new MouseEvent(type, at));
            }
        },
    };
}
