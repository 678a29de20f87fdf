"""Builds an index generation from the corpus."""
