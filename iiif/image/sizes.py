"""Sizes that exist ready-made for every scan."""

THUMBNAILS = (256, 1024)
TILE = 512


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """Scale to a longest side in pixels, never up, rounding to nearest and at least one pixel."""
    if max(width, height) <= longest:
        return width, height
    if width >= height:
        return longest, max(1, round(height * longest / width))
    return max(1, round(width * longest / height)), longest


def ready_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """The sizes announced in ``info.json``, smallest first, each once (Image API 3.0, section 5.4)."""
    return sorted({fitted(width, height, longest) for longest in THUMBNAILS})


def scale_factors(width: int, height: int) -> list[int]:
    """Powers of two down to the level that fits one tile."""
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors
