"""A cable's draft as a value: markings read before anything else, then headers, paragraphs, roles and claims."""
