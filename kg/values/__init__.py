"""Text → values. Each module has the same verbs: find, parse, show."""
