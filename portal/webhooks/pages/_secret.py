"""The secret of an endpoint, on the page that shows it once."""

from portal.web.once import OnceShown

_once = OnceShown("/admin/webhooks")
carry_secret, carried_secret, forget_secret = _once.carry, _once.carried, _once.forget
