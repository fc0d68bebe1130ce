"""Lists of checks, as documents show them."""


def checks_vals(checks):
    """
    :param checks: a list of {name, state, title, text}
    :return: the values of the fields `checks`, `failed_checks` and `failed_titles`
    """
    failed = [check["title"] for check in checks if check["state"] == "failed"]
    return {
        "checks": checks, "failed_checks": len(failed), "failed_titles": ", ".join(failed),
    }
