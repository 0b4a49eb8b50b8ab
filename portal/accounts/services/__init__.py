"""What can be done with companies, accounts, sessions and links.

`sign_in`, `password_changes`, `registration`, `confirming`, `throttle`: the way in · `users`, `portal_accounts`,
`companies`: what admins keep · `operations`: mails and effects that failed · `sessions`, `links`, `account_mails`: what
all of these stand on.
"""
