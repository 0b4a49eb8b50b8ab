"""E-mail addresses and phone numbers: one way to check them, for forms and payloads alike."""

from flask import current_app

from portal.core.errors import BadInput


def valid_address(text: str) -> str:
    """The address in lower case, checked by RFC 5321/5322 without asking the network.

    `.test` addresses count outside production alone.

    Raises BadInput with field `email`.
    """
    # Both libraries are large and only forms need them: a web process starts without.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=not current_app.config["PRODUCTION"]
        )
    except EmailNotValidError as error:
        raise BadInput(fields={"email": "Enter an e-mail address like name@example.com."}) from error
    return found.normalized.lower()


def phone_e164(text: str, country: str | None = None) -> str | None:
    """`+919840012345` for a number that can exist, or None.

    `country` (ISO 3166) reads numbers without a country code.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
