"""A person at the browser, who finds everything by the words on the screen."""

import json
import time

from shared.servers import Failure

PATIENCE = 240  # seconds that a chart of accounts, an import or a booking may take
PAGE_PATIENCE = 60  # seconds that a page may take
FOCUS = 20  # presses of Tab until a field must have been met
TAB, ENTER = ("Tab", 9), ("Enter", 13)
# The position of the topmost element with these words that can be pressed; null if there is none.
PLACE = """
(() => {
    const shown = (one) => one.checkVisibility({visibilityProperty: true});
    const inside = [...document.querySelectorAll('.modal')].filter(shown).at(-1) || document.body;
    for (const one of inside.querySelectorAll(%(what)s)) {
        if (!shown(one) || one.disabled || one.innerText.trim() !== %(words)s) continue;
        one.scrollIntoView({block: 'nearest'});
        const box = one.getBoundingClientRect();
        const x = box.x + box.width / 2, y = box.y + box.height / 2;
        if (one.contains(document.elementFromPoint(x, y))) return [x, y];
    }
    return null;
})()
"""
BUTTONS = "button, a, [role=menuitem]"


class Person:
    """Presses, types and waits; counts the clicks of the mouse.

    :param browser: a `shared.browser.Browser`
    :param words: the words that the README tells the person to press; others are refused
    """

    def __init__(self, browser, words):
        self._browser = browser
        self._words = words
        self.clicks = 0
        self.steps = []  # (clicks so far, what was done, seconds it took)
        self._since = time.monotonic()

    def press(self, words, what=BUTTONS):
        """Press the element with exactly these words; in a dialog if one is open."""
        if words not in self._words:
            raise Failure(f"«First month» of README.rst does not say to press «{words}»")
        script = PLACE % {"what": json.dumps(what), "words": json.dumps(words)}
        self._press_at(script, f"«{words}»")

    def press_apps(self):
        """Press the icon of the apps, which has no words."""
        self._press_at(
            "(() => { const one = document.querySelector('.o_navbar_apps_menu button');"
            " const box = one?.getBoundingClientRect();"
            " return one && [box.x + box.width / 2, box.y + box.height / 2]; })()",
            "the sign of the apps",
        )

    def type(self, field, text, shown=None):
        """Go to a field with Tab, and type.

        :param shown: a text that the protocol of the steps shows instead
        """
        focused = f"!!document.activeElement?.closest({json.dumps(field)})"
        # The login page has its fields before it shows them.
        there = f"document.querySelector({json.dumps(field)})?.checkVisibility()"
        self.wait_for(there, f"a field {field}", PAGE_PATIENCE)
        for _ in range(FOCUS):
            if self._browser.value(focused):
                break
            self._browser.press_key(*TAB)
        else:
            raise Failure(f"Tab does not lead to {field}")
        self._browser.type_text(text)
        self._note(f"types {shown or text} (Tab and keys)")

    def press_enter(self):
        self._browser.press_key(*ENTER)
        self._note("presses Enter")

    def wait_for(self, condition, what, seconds=PATIENCE):
        """Wait for a condition of JavaScript on the screen."""
        self._browser.wait_for(condition, "the page", what, seconds)

    def sees(self, selector):
        """:return: whether the page has an element for the selector now"""
        return self._browser.value(f"!!document.querySelector({json.dumps(selector)})")

    def _press_at(self, script, name):
        self.wait_for(script, name, PAGE_PATIENCE)
        x, y = self._browser.value(script)
        self._browser.press_mouse(x, y)
        self.clicks += 1
        self._note(f"presses {name}")

    def _note(self, done):
        now = time.monotonic()
        self.steps.append((self.clicks, done, now - self._since))
        self._since = now
