"""lexicon/NAME.yaml → its entries, for the readers of values, which stand below the rulebook."""

from functools import cache
from pathlib import Path
from typing import Any

from kg import additions, own_yaml
from kg.errors import RuleError

LEXICON = Path(__file__).parent.parent / "lexicon"


@cache
def entries(name: str) -> dict[str, Any]:
    """Return the terms of the lexicon `name`, each with what is known of it."""
    path = LEXICON / f"{name}.yaml"
    try:
        terms = additions.extend(name, own_yaml.load(path))["terms"]
    except (own_yaml.BrokenError, KeyError) as error:
        raise RuleError(f"lexicon/{path.name}: needs a mapping with `terms`: {error}") from error
    return terms if isinstance(terms, dict) else {str(term): {} for term in terms}
