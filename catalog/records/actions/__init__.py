"""Verbs on records: each one function, atomic, told who and when."""
