"""Drawn faces: one seed, one face, always the same. Of nobody in particular, and of everybody.

Every trait is drawn by its own bytes of the seed's digest, so that no trait comes with another.
"""

import hashlib
from dataclasses import dataclass

SKINS = 6
HAIRS = 5
CLOTHS = 8
GROUNDS = 6
BROWN_SKINS, BROWN_HAIR = (4, 5, 6), 3

# Shapes in a 48 × 48 picture: what lies behind the head, and what lies over it.
BACK = {
    "short": "",
    "swept": "",
    "bob": "M13.6 21.5c0-8 4.2-12.8 10.4-12.8s10.4 4.8 10.4 12.8v7.5c0 2.6-2 3.8-4.2 3.8H17.8c-2.2 0-4.2-1.2-4.2-3.8z",
    "long": "M13.4 21.5c0-8 4.3-12.8 10.6-12.8s10.6 4.8 10.6 12.8c0 6.5.8 11 2.2 15.5-3.5 2-6.5 2-8 1.5h-9.6c-1.5.5-4.5.5-8-1.5 1.4-4.5 2.2-9 2.2-15.5z",
    "bun": "M24 3.2a5 5 0 0 1 2.5 9.3h-5A5 5 0 0 1 24 3.2z",
    "round": "M24 4.5a12.6 12.6 0 0 1 12.3 14.7c1 5-1.3 9.8-4.8 11.3h-15c-3.5-1.5-5.8-6.3-4.8-11.3A12.6 12.6 0 0 1 24 4.5z",
    "curls": "M15 29a4.3 4.3 0 0 1-2.6-6.6 4.6 4.6 0 0 1 .5-7 4.8 4.8 0 0 1 5.1-5.8 5.6 5.6 0 0 1 9.3-.9 4.9 4.9 0 0 1 6.5 4.5 4.6 4.6 0 0 1 2.3 7.2A4.4 4.4 0 0 1 33 29z",
    "braids": "M14.5 19c0-6.5 3.7-10.3 9.5-10.3s9.5 3.8 9.5 10.3c0 4 1.3 6 1.3 9.5s-.8 8-2.6 10.5c-1.6-1.7-2.2-5-2-9.5H17.8c.2 4.5-.4 7.8-2 9.5-1.8-2.5-2.6-7-2.6-10.5s1.3-5.5 1.3-9.5z",
    "cropped": "",
    "bald": "",
    "scarf": "",
    "cap": "",
}
FRONT = {
    "short": "M14.8 21.5c-1.4-7.5 2.7-12.3 9.2-12.3s10.6 4.8 9.2 12.3c-.9-3.2-2-5-3.4-6.1-3.3 1.5-8.3 1.5-11.1.3-1.6 1.1-2.9 2.7-3.9 5.8z",
    "swept": "M14.7 22c-1.7-8 2.5-13.2 9.8-13.2 4.3 0 6.3 1.6 6.7 2.8 2.3 1 3.2 5 2 10.4-.7-3.4-2.5-6-4.4-7.3-3.7 2.4-9.6 2.1-12.1 1.6-1 1.5-1.7 3.5-2 5.7z",
    "bob": "M14.8 20.5c.2-7.4 3.7-11.2 9.2-11.2s9 3.8 9.2 11.2c-5.6-.4-8.3-2-9.8-4.2-1.5 2.2-4.2 3.8-8.2 4.2z",
    "long": "M14.8 21.5c-.3-8.2 3.3-12.2 9.2-12.2s9.5 4 9.2 12.2c-2.8-2.2-6.2-5.2-7.7-8.3-2.3 4-6.3 7-10.3 8.3z",
    "bun": "M14.8 20.5c-.8-7 3-11 9.2-11s10 4 9.2 11c-1.2-3.6-3.8-6-9.2-6s-8 2.4-9.2 6z",
    "round": "M14.8 19.5c.6-6.8 4-10.2 9.2-10.2s8.6 3.4 9.2 10.2c-2.7-2.6-5.5-3.6-8.8-3.6s-6.1 1-8.8 3.6z",
    "curls": "M14.7 20a3.5 3.5 0 0 1 1.2-6.2 4 4 0 0 1 6-2 4.2 4.2 0 0 1 6.5 1.6 3.6 3.6 0 0 1 3 5.4c-1.5-1.7-3-2.3-4.3-2.1-1.8 1-3.8.8-4.9-.3-1.6 1.3-3.4 1.3-4.7.4-1.6 0-3 .6-4.1 2zM15.8 17.5c.3-5.2 3.5-8.3 8.2-8.3s7.9 3.1 8.2 7.3c-4 1.5-12.4 2-16.4 1z",
    "braids": "M14.8 20.5c-.3-7.2 3.2-11.2 9.2-11.2s9.5 4 9.2 11.2c-2-3.3-4.6-5.3-9-8-4.4 2.7-7 4.7-9 8z",
    "cropped": "M14.9 19.5c-.7-6.5 2.9-10.3 9.1-10.3s9.8 3.8 9.1 10.3c-.8-2-1.3-3.7-2.7-4.7-2.6-1.7-10.2-1.7-12.8 0-1.4 1-1.9 2.7-2.7 4.7z",
    "bald": "M15 22.5c-.9-1.9-.8-4 .2-5.5l.9 5zM33 22.5c.9-1.9.8-4-.2-5.5l-.9 5z",
    "scarf": "",
    "cap": "M14.6 21.5c-.3-2-.1-3.6.4-5h18c.5 1.4.7 3 .4 5l-1.7-3H16.3z",
}
STYLES = tuple(FRONT)
BEARDED = ("short", "swept", "cropped", "bald", "cap")


@dataclass(frozen=True)
class Face:
    """The traits of one face; numbers name colour classes in drawings.css."""

    style: str
    skin: int
    hair: int
    cloth: int
    second_cloth: int
    ground: int
    collar: str
    glasses: bool
    beard: bool

    @property
    def back(self) -> str:
        return BACK[self.style]

    @property
    def front(self) -> str:
        return FRONT[self.style]


def face_of(seed: str | int) -> Face:
    """The face that belongs to `seed`."""
    byte = hashlib.sha256(f"face:{seed}".encode()).digest()
    style = STYLES[byte[0] % len(STYLES)]
    cloth = byte[3] % CLOTHS
    skin, hair = byte[1] % SKINS + 1, byte[2] % HAIRS + 1
    if skin in BROWN_SKINS and hair == BROWN_HAIR:
        hair = 1  # brown on brown would leave a head without hair, and a beard without an edge
    return Face(
        style=style, skin=skin, hair=hair, cloth=cloth + 1,
        second_cloth=(cloth + 1 + byte[4] % (CLOTHS - 1)) % CLOTHS + 1, ground=byte[5] % GROUNDS + 1,
        collar=("round", "shirt", "hood")[byte[6] % 3], glasses=byte[7] % 4 == 0,
        beard=style in BEARDED and byte[8] % 3 == 0,
    )  # fmt: skip
