"""Tote, clutch and bucket bag."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.paths import ellipse, half, ribbon, trace
from devstack.demo.art.trims import bead, cord, seam, smooth


def _handle(kit: Kit, top: float, inset: float, foot: float, width: float = 26) -> None:
    line = smooth(
        (300 + inset, foot),
        (318 + inset, top + 120),
        (390, top + 10),
        (450, top),
        (510, top + 10),
        (582 - inset, top + 120),
        (600 - inset, foot),
    )
    kit.piece(ribbon(line, width, taper=False), cloth=kit.trim, relief=8, cast=0.45)
    kit.layer.stitches(line, lighter(kit.trim.tone, 0.5), 1.5, 0.7)


def tote(kit: Kit) -> None:
    """A market tote with leather handles."""
    _handle(kit, 270, 26, 570)
    kit.piece(half("M450 520 L 226 506 L 236 560 L 450 590"), dim=0.55, relief=14, cast=0.2)
    body = half("M450 540 R 360 538 224 508 R 200 720 190 930 Q 190 964 230 970 Q 340 984 450 984")
    folds = Folds()
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 190, 530), (450 + side * 214, 740), (450 + side * 236, 940)], 24, 0.4
        )
        folds.crease(
            [(450 + side * 110, 560), (450 + side * 120, 650), (450 + side * 100, 760)], 20, 0.3
        )
    folds.crease([(240, 900), (450, 946), (660, 900)], 20, 0.35)
    kit.piece(body, folds, Lay(wave=4), relief=50)
    base = half("M450 864 L 193 850 Q 188 962 230 970 Q 340 984 450 984")
    kit.piece(base, cloth=kit.trim, relief=22, cast=0.25)
    kit.layer.stitches(smooth((196, 862), (450, 877), (704, 862)), lighter(kit.trim.tone, 0.5))
    _handle(kit, 300, 0, 640)
    for x in (300, 600):
        tab = trace(
            f"M{x - 20} 600 L {x + 20} 600 L {x + 20} 680 L {x} 700 L {x - 20} 680 L {x - 20} 600"
        )
        kit.piece(tab, cloth=kit.trim, relief=8, cast=0.4)
        kit.layer.stitches(
            [(x - 13, 606), (x - 13, 676), (x, 690), (x + 13, 676), (x + 13, 606)],
            lighter(kit.trim.tone, 0.5),
            1.4,
        )
    seam(
        kit.layer,
        smooth((222, 534), (360, 562), (450, 565), (540, 562), (678, 534)),
        kit.cloth.tone,
    )


def clutch(kit: Kit) -> None:
    """A fold-over clutch with a beaded clasp."""
    body = trace(
        "M166 520 Q 170 500 196 498 Q 450 488 704 498 Q 730 500 734 520 "
        "R 744 680 738 850 Q 734 880 704 882 Q 450 894 196 882 Q 166 880 162 850 "
        "R 156 680 166 520"
    )
    kit.piece(body, Folds(), relief=40)
    flap = trace(
        "M162 512 Q 166 494 196 490 Q 450 478 704 490 Q 734 494 738 512 "
        "R 736 600 690 650 R 580 740 450 752 R 320 740 210 650 R 164 600 162 512"
    )
    folds = Folds().crease([(190, 530), (450, 514), (710, 530)], 16, 0.35)
    kit.piece(flap, folds, Lay(angle=3, shift=(40, 60)), relief=36, cast=0.6)
    edge = smooth(
        (168, 560), (210, 640), (320, 728), (450, 740), (580, 728), (690, 640), (732, 560)
    )
    cord(kit.layer, edge, kit.palette.second, 7)
    kit.layer.fill(ellipse(450, 742, 34, 34), (30, 16, 24), 0.3)
    bead(kit.layer, (450, 734), 31, kit.palette.second)
    strap = smooth(
        (196, 500), (120, 360), (180, 240), (330, 220), (440, 300), (520, 420), (640, 492)
    )
    chain = kit.palette.second
    kit.layer.line([(x + 3, y + 6) for x, y in strap], (30, 16, 24), 8, 0.25)
    cord(kit.layer, strap, chain, 9)


def bucket(kit: Kit) -> None:
    """A drawstring bucket bag."""
    strap = smooth(
        (310, 540), (280, 360), (350, 210), (450, 180), (550, 210), (620, 360), (590, 540)
    )
    kit.piece(ribbon(strap, 24, taper=False), cloth=kit.trim, relief=8)
    body = half(
        "M450 520 R 380 512 290 530 R 270 560 272 600 R 236 740 226 920 R 250 970 340 988 450 990"
    )
    folds = Folds().gather((300, 600, 540), (240, 660, 900), 11, kit.dice, strength=0.6, width=18)
    kit.piece(body, folds, Lay(wave=6), relief=54)
    foot = half("M450 900 R 330 898 227 884 R 224 930 250 960 R 330 990 450 992")
    kit.piece(foot, cloth=kit.trim, relief=22, cast=0.3)
    kit.layer.stitches(
        smooth((228, 896), (330, 911), (450, 914), (570, 911), (672, 896)),
        lighter(kit.trim.tone, 0.5),
    )
    line = smooth((278, 580), (360, 604), (450, 610), (540, 604), (622, 580))
    cord(kit.layer, line, kit.trim.tone, 10)
    for sway, foot_y in ((-26, 770), (24, 740)):
        tail = smooth((450, 612), (450 + sway, 680), (446 + sway, foot_y))
        cord(kit.layer, tail, kit.trim.tone, 8)
        bead(kit.layer, (446 + sway, foot_y + 10), 17, kit.palette.second)
