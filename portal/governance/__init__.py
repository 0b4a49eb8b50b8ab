"""Who may do what, and who did what: roles, the access matrix, the audit log and its seals."""
