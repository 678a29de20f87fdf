"""A draft checked for clearance: what it serves, whether its claims hold, what is open, and the pages that say so."""
