"""Pictures by decoded pixels."""

import base64
import io

import pytest

from nb2prod.comparing.image import compare_images

Image = pytest.importorskip("PIL.Image")


def encoded(image, **options) -> str:
    target = io.BytesIO()
    image.save(target, "PNG", **options)
    return base64.b64encode(target.getvalue()).decode()


def picture(size=(60, 40), colour="white"):
    return Image.new("RGB", size, colour)


def test_the_same_pixels_in_other_bytes_are_the_same_picture():
    assert not compare_images(
        encoded(picture(), compress_level=1), encoded(picture(), compress_level=9)
    ).differences


def test_pixels_that_differ_by_a_decoders_noise_are_the_same():
    noisy = picture()
    for x in range(0, 60, 3):
        noisy.putpixel((x, x % 40), (252, 255, 253))
    found = compare_images(encoded(picture()), encoded(noisy))
    assert found.differences == found.remarks == ()


def test_one_dark_pixel_is_a_change_and_its_place_is_told():
    dotted = picture()
    dotted.putpixel((7, 9), (0, 0, 0))
    (message,) = compare_images(encoded(picture()), encoded(dotted)).differences
    assert "1 of 2400 pixels" in message
    assert "x 7 to 8, y 9 to 10" in message


def test_another_size_is_told():
    (message,) = compare_images(encoded(picture()), encoded(picture((61, 40)))).differences
    assert message == "the picture is 61 x 40 pixels, 60 x 40 recorded"


def test_an_area_that_changed_its_colour_slightly_is_a_change():
    tinted = picture()
    tinted.paste((235, 235, 235), (10, 10, 20, 20))
    assert compare_images(encoded(picture()), encoded(tinted)).differences


def test_thin_edges_drawn_slightly_otherwise_are_a_remark():
    edged = picture()
    for x in range(60):
        edged.putpixel((x, 5), (235, 235, 235))
    found = compare_images(encoded(picture()), encoded(edged))
    assert not found.differences
    assert "slightly" in found.remarks[0]


def test_colour_under_full_transparency_is_not_seen():
    clear, red = Image.new("RGBA", (9, 9), (0, 0, 0, 0)), Image.new("RGBA", (9, 9), (255, 0, 0, 0))
    assert not compare_images(encoded(clear), encoded(red)).differences


def test_bytes_that_are_no_picture_are_a_change():
    assert compare_images(encoded(picture()), "bm90IGEgcGljdHVyZQ==").differences
