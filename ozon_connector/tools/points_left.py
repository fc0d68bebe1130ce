"""What a report says about points beyond its commission: Ozon issues another document for them."""


def points_left_checks(report):
    """The check that says which document of Ozon will settle the unused or overused points.

    :param report: an `ozon.realization.report`
    :return: a list of what `_check` of the report returns; empty if there are none
    """
    left, env = report.points_left, report.env
    if not report.currency_id.round(left):
        return []
    if left > 0:
        text = env._(
            "Points worth %s remain after the commission. They pay for Ozon's services; the rest "
            "is settled by a premium act. Until then Ozon owes this much more than the documents "
            "of the report say", report._money(left),
        )
    else:
        text = env._(
            "Points returned exceed points earned by %s. Ozon bills the difference as points "
            "overuse («Вознаграждение за перерасход баллов»). Until then the documents of the "
            "report say that Ozon owes this much more than it does", report._money(-left),
        )
    return [report._check("points", env._("Points beyond the report"), None, text)]
