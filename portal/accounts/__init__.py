"""Companies and the accounts that sign in: users, candidate accounts, sessions, one-time links, permissions."""
