r"""A question → nothing, if all it does is read the graph that it is asked of; else a QueryError.

Oxigraph would carry out SERVICE, that is, call any address that a question names. Its parser is not open to Python, and
a reader of our own that skips strings and comments could be led astray where the two disagree (is `<'x>` an IRI?). So
the letters themselves are refused wherever they stand, but in a variable; who needs them in a text writes an escape.
FROM would quietly ask an empty graph, an update would be a puzzling syntax error: both are told as what they are.
(The process that answers for `kg query` and `kg serve` could not open a connection either: see answers_engine.)

>>> check(r"SELECT ?service { ?service ?p 'serv\u0069ce' }")
>>> check("SELECT * { SERVICE SILENT <http://example.org/> { ?s ?p ?o } }")
Traceback (most recent call last):
kg.errors.QueryError: the question says SERVICE, which calls another server; leave it out (in a text: serv\u0069ce)
"""

import re

from kg.errors import QueryError

_SERVICE = re.compile(r"(?<![\w?$])\w*service", re.IGNORECASE)
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<|\w*:)", re.IGNORECASE)
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)


def check(question: str) -> None:
    """Raise a QueryError where `question` would call another server or read another graph."""
    if _SERVICE.search(question):
        raise QueryError(
            "the question says SERVICE, which calls another server; leave it out (in a text: serv\\u0069ce)"
        )
    if _FROM.search(question):
        raise QueryError("the question says FROM, but there is one graph, the one that is asked; leave it out")


def explain(question: str, complaint: str) -> QueryError:
    """Return what is wrong with a `question` that is not a SPARQL query, by the parser's `complaint`."""
    written = _UPDATE.search(question)
    if written is not None:
        return QueryError(f"the question says {written[0]}: the graph is only read; change the pages and build again")
    return QueryError(f"the question is not SPARQL: {complaint}; mend it there")
