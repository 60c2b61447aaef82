"""Training of the parser: treebanks made alike, the network in torch, teachers that annotate plain text."""
