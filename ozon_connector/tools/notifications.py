"""What a button returns to the web client."""


def notification(kind, message):
    """A message, after which the page shows the new state.

    :param kind: success, info, warning or danger; the last stays until it is closed
    :param message: in the user's language
    :return: an action for the web client
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "sticky": kind == "danger",
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
