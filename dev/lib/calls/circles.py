"""Circles among arrows."""

from collections import defaultdict


def circles_of(arrows) -> list[set]:
    """The largest sets of things that reach each other.

    :param arrows: pairs of (from, to)
    """
    nexts = defaultdict(set)
    for source, target in arrows:
        nexts[source].add(target)
    reached = {}
    for start in {thing for pair in arrows for thing in pair}:
        seen, waiting = set(), [start]
        while waiting:
            for thing in nexts[waiting.pop()] - seen:
                seen.add(thing)
                waiting.append(thing)
        reached[start] = seen
    circles = []
    for thing, seen in reached.items():
        circle = {other for other in seen if thing in reached[other]}
        if thing in seen and len(circle) > 1 and circle not in circles:
            circles.append(circle)
    return circles
