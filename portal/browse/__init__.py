"""Public record pages: the fonds, the tree, the record, names and places."""
