"""An account's settings: the tree, what may stand in it, office hours."""
