"""A question → the same question, if all it does is read the graph that it is asked of; else a QueryError.

Oxigraph would carry out SERVICE, that is, call any address that a question names. Its parser is not open to Python,
so the words of the question are read here: comments, strings and IRIs are left out as SPARQL defines them, and what
could be taken for the word SERVICE is refused even where a parser would not agree. Updates and FROM are refused by
their own words, so that the message says why. (The process that answers for `kg query` and `kg serve` could not open
a connection either: see answers_engine.)

>>> check("SELECT ?service { ?service <http://example.org/SERVICE> 'SERVICE' } # SERVICE")
>>> check("SELECT * { SERVICE SILENT <http://example.org/> { ?s ?p ?o } }")
Traceback (most recent call last):
kg.errors.QueryError: the question says SERVICE: it would call another server; leave it out
"""

import re

from kg.errors import QueryError

# What is no word of the language, in the order in which SPARQL 1.1 (19.8) reads it; an escape such as ex:it\'s begins
# no string, so it comes before them.
_SILENT = re.compile(
    r"""\\.
      | \#[^\n\r]*
      | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | <[^<>"{}|^`\\\x00-\x20]*>
      | [?$]\w+
      | (?P<word>[^\W\d_][\w.-]*|\d+[^\W\d_][\w.-]*)(?P<local>:[\w.%:-]*)?""",
    re.VERBOSE | re.DOTALL,
)
_WRITES = "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD".split()
_REFUSED = {
    "FROM": "the question says FROM: there is one graph, the one that is asked; leave it out",
    **{word: f"the question says {word}: the graph is only read; change the pages and build again" for word in _WRITES},
}


def check(question: str) -> None:
    """Raise a QueryError where `question` would write, read another graph, or call another server."""
    for found in _SILENT.finditer(question):
        word = (found["word"] or "").upper()
        if "SERVICE" in word:
            raise QueryError("the question says SERVICE: it would call another server; leave it out")
        if word in _REFUSED and found["local"] is None:
            raise QueryError(_REFUSED[word])
