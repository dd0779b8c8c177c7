"""
Pictures compared by their decoded pixels, never by their bytes.

Pillow alone, in C, finds the difference and counts it: a 500 x 400 figure takes milliseconds,
and numpy stays where it belongs, in the notebook's kernel. It is imported for differing bytes only.
"""

import base64
import binascii
import io
from typing import Any

from .comparison import SAME, Comparison, changed, remarked

_SEEN = 32  # of 255: a pixel that differs by more is another pixel
_NOISE = 8  # of 255: what another build of a decoder or a font renderer does


def compare_images(recorded: str, fresh: str) -> Comparison:
    """How two base64 pictures differ: size, then how many pixels and by how much."""
    if recorded == fresh or "".join(recorded.split()) == "".join(fresh.split()):
        return SAME
    try:
        old, new = base64.b64decode(recorded), base64.b64decode(fresh)
    except (binascii.Error, ValueError):
        return changed("the recorded picture cannot be decoded")
    if old == new:
        return SAME
    try:
        from PIL import Image
    except ImportError:
        return Comparison(
            gaps=("pictures differ in bytes; pip install 'jupyter-prod[check]' to compare pixels",)
        )
    try:
        with Image.open(io.BytesIO(old)) as was, Image.open(io.BytesIO(new)) as now:
            return _frames(was, now)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return changed("the picture cannot be decoded, and its bytes are not the same")


def _frames(was: Any, now: Any) -> Comparison:
    if was.size != now.size:
        return changed(f"the picture is {_size(now)} pixels, {_size(was)} recorded")
    count = getattr(was, "n_frames", 1)
    if count != getattr(now, "n_frames", 1):
        return changed(f"the animation has {getattr(now, 'n_frames', 1)} frames, {count} recorded")
    for frame in range(count):
        if count > 1:
            was.seek(frame)
            now.seek(frame)
        found = _pixels(was.convert("RGBA"), now.convert("RGBA"))
        if found is not SAME:
            return found.placed(f"frame {frame + 1}: ") if count > 1 else found
    return SAME


def _pixels(was: Any, now: Any) -> Comparison:
    """What the worst channel of each pixel says."""
    from PIL import Image, ImageChops, ImageFilter

    # what is fully transparent has no colour to compare
    flat = [
        Image.alpha_composite(Image.new("RGBA", was.size, "white"), side) for side in (was, now)
    ]
    sides = [ImageChops.difference(flat[0].convert("RGB"), flat[1].convert("RGB"))]
    bands = [*sides[0].split(), ImageChops.difference(was.getchannel("A"), now.getchannel("A"))]
    worst = bands[0]
    for band in bands[1:]:
        worst = ImageChops.lighter(worst, band)
    histogram = worst.histogram()
    total = was.size[0] * was.size[1]
    seen = sum(histogram[_SEEN + 1 :])
    if seen:
        share = 100 * seen / total
        box = worst.point(lambda value: 255 if value > _SEEN else 0).getbbox()
        return changed(
            f"the picture changed: {seen} of {total} pixels ({share:.2g} %), within {_where(box)}"
        )
    slight = sum(histogram[_NOISE + 1 :])
    if not slight:
        return SAME
    # Edges drawn by another font renderer are thin; an area that changed its colour is not.
    mask = worst.point(lambda value: 255 if value > _NOISE else 0)
    area = mask.filter(ImageFilter.MinFilter(3)).getbbox()
    if area:
        return changed(f"the picture changed its colour within {_where(mask.getbbox())}")
    return remarked(f"edges in the picture are drawn slightly otherwise ({slight} pixels)")


def _size(image: Any) -> str:
    return f"{image.size[0]} x {image.size[1]}"


def _where(box: tuple[int, int, int, int] | None) -> str:
    assert box is not None  # there is a pixel
    return f"x {box[0]} to {box[2]}, y {box[1]} to {box[3]}"
