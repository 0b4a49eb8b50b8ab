"""What gunicorn and the `flask` command load."""

from portal import create_app, settle

app = create_app()
settle()
