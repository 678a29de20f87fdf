"""The texts as received and the manifest that describes them. Data, no code."""
