"""Pipelines that others would build, to measure ours against. Not in the wheel; need the `bench` extra."""
