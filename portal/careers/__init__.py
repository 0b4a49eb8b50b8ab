"""What a company shows everybody: its open jobs, and the form to apply for one."""
