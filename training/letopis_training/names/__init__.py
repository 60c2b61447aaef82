"""Training of the tagger of persons, organisations and places on NEREL."""
