"""Work in parts, which are done in one transaction or in several.

A method that does such work is a generator: it sees from the records what is done already, and
yields after each part of the rest. The work of a method that is no generator is a single part.
"""

NOTHING_LEFT = object()


def do_all(parts):
    """Do every part in this transaction.

    :param parts: what the method has returned
    """
    for _part in parts or ():
        pass


def do_one(parts):
    """Do the first part that is not done yet.

    :param parts: what the method has returned
    :return: whether there may be others; otherwise all is done now
    """
    return next(iter(parts or ()), NOTHING_LEFT) is not NOTHING_LEFT


def each_or_all(records, one_by_one):
    """The records to work through in each part.

    :param records: any recordset
    :param one_by_one: whether each record is a part
    :return: iterable of recordsets
    """
    return records if one_by_one else filter(None, [records])
