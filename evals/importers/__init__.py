"""Public question sets to cases and documents, one module for each layout; `evals.importing` writes what they give."""
