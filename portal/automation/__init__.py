"""Applications that the portal makes for candidates: to its own jobs, and by the forms of other sites."""
