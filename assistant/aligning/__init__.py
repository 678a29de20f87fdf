"""What a draft serves: paragraphs measured against the objectives of a strategy, with evidence from both sides."""
