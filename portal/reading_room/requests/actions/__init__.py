"""The verbs of a request; each is one function, atomic, told who and when."""
