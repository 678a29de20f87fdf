"""A finished run, or a comparison of two, in the formats that people and tools read."""
