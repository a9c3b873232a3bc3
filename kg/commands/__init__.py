"""The commands of `kg`, one module each: `add` declares its arguments, and what it sets as `run` carries it out.

They are imported at every start, so heavy modules are imported by the functions that need them.
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
