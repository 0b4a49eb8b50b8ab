"""Files: bytes in a folder (later S3), one row each. Every feature has the download route of its own files."""
