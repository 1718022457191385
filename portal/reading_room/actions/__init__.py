"""The reading room's verbs, by what they are about; each is one function, atomic, told who and when."""
