"""Which document of Ozon a row of the mutual settlement names.

The rows' names are not documented; these were seen. A name that is not here stays visible and
proves nothing.
"""

import re

# Parts of names after `normal`, the first that fits.
_KINDS = (
    ("перевыставлени", "reinvoiced"),
    ("страховой преми", "insurance"),
    ("звездны", "star"),
    ("акт об оказанных услугах", "star"),
    ("акт выполненных работ", "service"),
    ("штраф", "penalty"),
    ("реализаци", "realization"),
    ("фактическая оплата", "payment"),
    ("взаимозач", "set_off"),
    ("выкуп", "buyout"),
    ("компенсаци", "compensation"),
    ("преми", "premium"),
    ("балл", "premium"),
    ("перечислени", "transfer"),
)
# Latin letters that stand in Ozon's Russian texts in place of those that look alike.
_LOOK_ALIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")


def normal(name):
    """A name without case, look-alike letters, ё and doubled spaces."""
    name = name.lower().translate(_LOOK_ALIKE).replace("ё", "е")
    return re.sub(r"\s+", " ", name).strip()


def kind_of(name):
    """:return: the kind of document a row names, or "other" """
    text = normal(name)
    return next((kind for part, kind in _KINDS if part in text), "other")
