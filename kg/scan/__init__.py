"""Text → which rules need to look at it, and what their patterns match there: as `re` would, only sooner."""

from kg.scan.finder import Finder, Match, begins, finder, look, pattern, places
from kg.scan.gate import Gate, gate, needed
from kg.scan.sight import Sight

__all__ = ["Finder", "Gate", "Match", "Sight", "begins", "finder", "gate", "look", "needed", "pattern", "places"]
