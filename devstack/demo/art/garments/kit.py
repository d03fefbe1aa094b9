"""What a garment is made from, and the moves that many garments share."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from devstack.demo.art.cloth import Cloth, Lay
from devstack.demo.art.colour import Palette
from devstack.demo.art.drape import Folds, lay_piece
from devstack.demo.art.layer import Layer
from devstack.demo.art.paths import Path, Point, mirror


@dataclass
class Kit:
    """Cloths, colours and dice of one drawing."""

    cloth: Cloth
    trim: Cloth
    palette: Palette
    dice: random.Random
    style: frozenset[str] = frozenset()
    layer: Layer = field(default_factory=Layer)

    def has(self, word: str) -> bool:
        """Whether the recipe asks for a variation."""
        return word in self.style

    def piece(
        self,
        path: Path,
        folds: Folds | None = None,
        lay: Lay | None = None,
        *,
        cloth: Cloth | None = None,
        relief: float = 26,
        cast: float = 0.4,
        dim: float = 0.0,
    ) -> None:
        """Lay one piece of the main cloth, or of another."""
        lay_piece(
            self.layer,
            path,
            cloth or self.cloth,
            lay=lay,
            folds=folds,
            relief=relief,
            cast=cast,
            dim=dim,
        )

    def pair(
        self,
        path: Path,
        creases: "Sequence[Crease]" = (),
        *,
        angle: float = 0.0,
        cloth: Cloth | None = None,
        relief: float = 26,
        cast: float = 0.4,
        dim: float = 0.0,
    ) -> None:
        """Lay a left piece and its mirror image, creases and pattern mirrored too."""
        for outline, turned, flip in ((path, angle, False), (mirror(path), -angle, True)):
            folds = Folds()
            for points, width, strength in creases:
                folds.crease(mirror(points) if flip else points, width, strength)
            self.piece(
                outline, folds, Lay(angle=turned), cloth=cloth, relief=relief, cast=cast, dim=dim
            )


type Crease = tuple[Sequence[Point], float, float]
type Garment = Callable[[Kit], None]
