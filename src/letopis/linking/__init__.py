"""Who is who: nominative full names, abbreviations, and one identity for all mentions."""
