"""Jobs: the posts that clients ask the company to fill."""
