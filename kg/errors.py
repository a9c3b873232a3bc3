"""What can go wrong, each with a message that says where, what, and what to do."""


class KgError(Exception):
    """Anything that a user can mend; the command line prints it as one line and exits with 2."""


class SourceError(KgError):
    """A source file or folder cannot be read; `name` is what the graph would call it."""

    name = ""


class PlaceError(KgError):
    """A place name or code is unknown or stands for several places."""


class RuleError(KgError):
    """A rule or lexicon file is wrong; the message names the file and the entry."""


class QueryError(KgError):
    """A query cannot be found, parsed or answered."""


class TimeLimitError(QueryError):
    """An answer was not complete in time."""


class ServeError(KgError):
    """The server cannot begin: its folder, its packages or its port are missing."""
