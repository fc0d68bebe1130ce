"""Which documents of Ozon make up a month, if Ozon has issued more than one.

Ozon's help says that the first document of a month covers days 1–15 and the second 1–31. It does
not say whether the second includes the first. A reading counts only if it ties to the kopeck.
"""

from typing import NamedTuple

# How a document relates to those that were entered before it for the same month.
REPLACES, ADDS, INCLUDES = "replaces", "adds", "includes"


class Part(NamedTuple):
    """A document and how it relates to the ones before it.

    :param key: whatever tells documents apart
    :param role: `REPLACES`, `ADDS` or `INCLUDES`
    """

    key: object
    role: str


def parts_of(papers, owed):
    """The documents that make up a month together.

    :param papers: list of (key, day, total) of one kind and month
    :param owed: Decimal; the month's total by the figures that are here
    :return: list of `Part` in order of days; empty where no reading ties, or two documents tie
        alone
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
