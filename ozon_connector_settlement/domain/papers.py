"""Which of several papers of Ozon are a month, where it has issued more than one.

Ozon's help says that the second document of a month is «1–31» and the first «1–15»; it says nowhere
whether the second includes the first. A reading counts only if it ties to the kopeck.
"""

from typing import NamedTuple

# How a document of Ozon stands to those that were entered before it for the same month.
REPLACES, ADDS, INCLUDES = "replaces", "adds", "includes"


class Part(NamedTuple):
    """A paper and how it stands to the ones before it.

    :param key: whatever tells papers apart
    :param role: `REPLACES`, `ADDS` or `INCLUDES`
    """

    key: object
    role: str


def parts_of(papers, owed):
    """The papers that are a month together.

    :param papers: list of (key, day, total) of one kind and month
    :param owed: Decimal; what the month adds up to by the figures that are here
    :return: list of `Part` in order of days; empty where no reading ties, or two of one paper do
    """
    papers = sorted(papers, key=lambda paper: paper[1])
    alone = [paper for paper in papers if paper[2] == owed]
    if papers and sum(total for _key, _day, total in papers) == owed:
        return [Part(key, ADDS if place else REPLACES) for place, (key, _, _) in enumerate(papers)]
    if len(alone) != 1:
        return []
    if alone[0] == papers[-1] and all(abs(total) < abs(owed) for _, _, total in papers[:-1]):
        roles = [REPLACES, *[ADDS] * (len(papers) - 2), INCLUDES] if papers[1:] else [REPLACES]
        return [Part(paper[0], role) for paper, role in zip(papers, roles, strict=True)]
    return [Part(alone[0][0], REPLACES)]
