"""Google Calendar: interviews stand in the company's, and interviewers' busy times are left out of what is offered."""
