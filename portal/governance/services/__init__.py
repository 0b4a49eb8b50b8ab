"""`sealing` puts events into their chain, `verifying` reads it through, `exporting` reads the log for a file."""
