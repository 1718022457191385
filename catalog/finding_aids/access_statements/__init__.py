"""What a finding aid says of who may look: understood word for word, or closed.

A statement is an access note, a legal status, or whatever calls itself a classification, with its heading and its
attributes. Of each sentence it must be known what it means; one that is not known closes the description. A word of
secrecy anywhere in it stops the import: state secrets may by law not be kept here.
"""

from catalog.finding_aids.access_statements.elements import COMPONENT, statements_of
from catalog.finding_aids.access_statements.meanings import Meaning, understand
from catalog.finding_aids.access_statements.secrecy import is_secret
from catalog.finding_aids.access_statements.statements import Statement, read, strictest

__all__ = ["COMPONENT", "Meaning", "Statement", "is_secret", "read", "statements_of", "strictest", "understand"]
