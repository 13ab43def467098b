"""Arrays of a frozen dataclass are frozen too."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class FrozenArrays:
    """Base of a frozen dataclass whose arrays nobody may write to.

    An array that can be written to is replaced by a read-only view of it, so that whoever made it
    may go on with theirs.
    """

    def __post_init__(self: DataclassInstance) -> None:
        """Make every array read-only."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                view = value.view()
                view.flags.writeable = False
                object.__setattr__(self, item.name, view)
