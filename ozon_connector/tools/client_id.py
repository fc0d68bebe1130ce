"""One way of writing a Client-Id; otherwise a cabinet could be connected twice."""


def with_tidy_client_id(vals):
    """
    :param vals: values of an `ozon.account`
    :return: the same with the Client-Id, if there is one, without spaces, «+» and leading zeros
    """
    if not vals.get("client_id"):
        return vals
    client_id = str(vals["client_id"]).strip()
    number = client_id.lstrip("+0")
    written_alike = number.isascii() and number.isdecimal()
    return {**vals, "client_id": number if written_alike else client_id}
