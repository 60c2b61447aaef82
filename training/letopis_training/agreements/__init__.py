"""Training of the judge of agreements: which candidates are agreements and which are not."""
