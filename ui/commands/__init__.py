"""One module for each sub-command of `strategy`; each imports what it needs when it runs."""
