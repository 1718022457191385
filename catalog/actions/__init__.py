"""The catalogue's verbs: each one function, atomic, told who and when."""
