"""The core: the words, the steps and the pipeline from a question to a cited answer."""
