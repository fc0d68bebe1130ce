"""The kind of document that a row of the mutual settlement names.

The names of rows are not documented; these have been seen. A row with another name stays visible
and proves nothing.
"""

import re

# Parts of names after `normal`; the first that fits counts.
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
# Latin letters that Ozon's Russian texts have in place of look-alike Russian ones.
_LOOK_ALIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")


def normal(name):
    """A name in lower case, without look-alike letters, ё and repeated spaces."""
    name = name.lower().translate(_LOOK_ALIKE).replace("ё", "е")
    return re.sub(r"\s+", " ", name).strip()


def kind_of(name):
    """:return: the kind of document a row names, or "other" """
    text = normal(name)
    return next((kind for part, kind in _KINDS if part in text), "other")
