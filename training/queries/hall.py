"""The places of an edition as a picture: a lecture hall seen from above, its rows bent toward the front."""

from dataclasses import dataclass

STEP = 12  # distance between two seats, in units of the drawing
BEND = 14  # how far the end of a row lies behind its middle
FRONT = 18  # the room for the board
MOST_SEATS = 240  # past that, dots say nothing any more


@dataclass(frozen=True)
class Hall:
    """`seats` are (x, y, taken); empty where there are too many to draw. Words must stand beside the picture."""

    width: int
    height: int
    seats: list[tuple[float, float, bool]]
    taken: int
    places: int

    @property
    def left(self) -> int:
        return max(self.places - self.taken, 0)

    @property
    def board_x(self) -> float:
        """Where the board of 52 units begins, so that it hangs in the middle."""
        return self.width / 2 - 26


def hall(*, taken: int, places: int) -> Hall:
    """Seats fill up from the front, left to right."""
    if places > MOST_SEATS:
        return Hall(width=0, height=0, seats=[], taken=taken, places=places)
    in_a_row = min(max(round((places * 2.5) ** 0.5), 5), 20)
    rows = -(-places // in_a_row)
    seats = [_seat(number, in_a_row, number < taken) for number in range(places)]
    return Hall(width=in_a_row * STEP, height=FRONT + rows * STEP + BEND, seats=seats, taken=taken, places=places)


def _seat(number: int, in_a_row: int, taken: bool) -> tuple[float, float, bool]:
    row, column = divmod(number, in_a_row)
    x = (column + 0.5) * STEP
    off_middle = (column + 0.5) / in_a_row * 2 - 1
    return round(x, 1), round(FRONT + (row + 0.5) * STEP + BEND * (1 - off_middle**2), 1), taken
