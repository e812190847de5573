"""Where a number is from."""


def country_of(number: str) -> str:
    """Return the ISO code of a number in E.164, or nothing where several countries share it.

    >>> country_of("+442079460000"), country_of("+80012345678")
    ('GB', '')
    """
    # Loaded for this alone: it would be a tenth of the API's cold start.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(parsed) or ""
    return region if region.isalpha() else ""
