"""Our own YAML files → plain data, by the loader written in C where it is there: it is ten times as fast.

What the files of the program hold is kept (kg/prepared.py), so that most processes need no YAML at all.
"""

from datetime import date
from pathlib import Path
from typing import Any

from kg import prepared


class BrokenError(Exception):
    """A file that cannot be read as YAML."""


def load(path: Path) -> Any:
    """Return the content of the YAML file at `path`, which is UTF-8; BrokenError where it is broken."""
    if prepared.PACKAGE in path.parents:
        return prepared.kept(f"yaml {path.relative_to(prepared.PACKAGE)}", lambda: parsed(path))
    return parsed(path)


def parsed(path: Path) -> Any:
    """Return the content of the YAML file at `path` as it is now."""
    import yaml  # noqa: PLC0415 — only for what is not prepared

    try:
        return plain(yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (OSError, yaml.YAMLError) as error:
        raise BrokenError(str(error)) from error


def plain(value: Any) -> Any:
    """Return a value with its dates (of when a source was seen) as text.

    >>> plain({"checked": date(2024, 12, 31)})
    {'checked': '2024-12-31'}
    """
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
