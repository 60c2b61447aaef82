"""Training of the taggers and the lemmatiser from Universal Dependencies treebanks."""
