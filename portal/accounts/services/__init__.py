"""What can be done with companies, accounts, sessions and links."""
