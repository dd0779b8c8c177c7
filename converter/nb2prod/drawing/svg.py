"""The picture as one SVG text: for a file, for a page, for the lab's sidebar."""

import re
from collections.abc import Iterator
from pathlib import Path

from ..model.picture import Picture
from .layout import BOX, HEAD, LANE, LINE, MARGIN, Box, Layout, Port, Wire, lane_x, layout_of
from .words import safe

_COLOUR = re.compile(r"--(\w+): (#\w+);")
_BLOCK = re.compile(r"^(?:@media[^{]*\{\s*)?\.nbp \{.*?\}(?: \})?\n", re.M | re.S)
_STYLE = Path(__file__).with_name("picture.css")
_RIGHT = MARGIN + BOX


def svg(picture: Picture, style: bool = True) -> str:
    """
    The drawing; it needs nothing from outside and runs no script.

    Without `style` the page around it brings `stylesheet()`.
    """
    layout = layout_of(picture)
    size = f'width="{layout.width:.0f}" height="{layout.height:.0f}"'
    view = f'viewBox="0 0 {layout.width:.0f} {layout.height:.0f}"'
    title = safe(f"{picture.title}: sections and the names that cross between them")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="nbp" {size} {view} role="group" '
        f'aria-label="{title}">',
        f"<title>{title}</title>",
        f"<style>{plain_stylesheet()}</style>" if style else "",
        f'<rect class="paper" width="{layout.width:.0f}" height="{layout.height:.0f}"/>',
        *_head(picture),
        *(_wire(wire, layout) for wire in layout.wires),
        *(_box(box) for box in layout.boxes),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def themed_svg(picture: Picture) -> str:
    """The drawing for a page with a theme: its rules inside, its colours left to the page."""
    rules = _BLOCK.sub("", stylesheet())
    return svg(picture, style=False).replace("</title>", f"</title>\n<style>{rules}</style>", 1)


def stylesheet() -> str:
    """The style that the drawing needs, for both themes, with its colours as variables."""
    return _STYLE.read_text(encoding="utf-8")


def plain_stylesheet() -> str:
    """The same without variables: programs that draw, unlike browsers, know none."""
    text = stylesheet()
    light, dark = (dict(_COLOUR.findall(block)) for block in _BLOCK.findall(text))
    rules = _BLOCK.sub("", text)
    themed = "\n".join(line for line in rules.splitlines() if "var(" in line)
    at_night = f"@media (prefers-color-scheme: dark) {{\n{_filled(themed, dark)}\n}}"
    return _filled(rules, light) + at_night


def _filled(rules: str, colours: dict[str, str]) -> str:
    return re.sub(r"var\(--(\w+)\)", lambda found: colours[found[1]], rules)


def _head(picture: Picture) -> Iterator[str]:
    yield _text(MARGIN, 28, picture.title, "heading")
    legend = "○ gives  ·  ◂ takes"
    if any(thread.function for thread in picture.threads):
        legend += "  ·  solid: data, dashed: a function"
    if any(section.missing for section in picture.sections):
        legend += "  ·  ✗ no cell above makes it"
    yield _text(MARGIN, 54, "From top to bottom, as the cells run.", "soft")
    yield _text(MARGIN, 74, legend, "soft")


def _box(box: Box) -> str:
    outside = not box.role and not box.lines
    names = ", ".join(f"{_VERBS[port.kind]} {port.name}" for port in box.ports)
    label = safe(f"{box.role} {box.title}, {box.where}. {names}".strip())
    kind = "section outside" if outside else "section"
    parts = [
        f'<g class="{kind}" data-section="{box.number}" tabindex="0" role="img" '
        f'aria-label="{label}">',
        f'<rect class="box" x="{MARGIN}" y="{box.y:.1f}" width="{BOX}" height="{box.height:.1f}" '
        'rx="7"/>',
    ]
    if outside:
        y = box.y + 8 + LINE / 2
        parts.append(_text(MARGIN + 14, y, f"{box.title} ({box.where})", "title"))
    else:
        parts += _inside(box)
    parts += (_port(port) for port in box.ports)
    return "".join([*parts, "</g>"])


_VERBS = {"in": "takes", "out": "gives", "missing": "misses"}


def _inside(box: Box) -> Iterator[str]:
    role = safe(box.role)
    yield (
        f'<rect class="bar role-{role}" x="{MARGIN}" y="{box.y + 6:.1f}" width="4" '
        f'height="{box.height - 12:.1f}" rx="2"/>'
    )
    y = box.y + HEAD / 2 + 1
    yield _text(MARGIN + 14, y, box.role, f"role role-{role}")
    yield _text(MARGIN + (92 if box.role else 14), y, box.title, "title")
    yield _text(_RIGHT - 14, y, box.where, "soft", "end")
    for at, (number, code) in enumerate(box.lines):
        line = box.y + HEAD + LINE * (at + 0.5)
        yield _text(MARGIN + 42, line, number, "mono soft", "end")
        yield _text(MARGIN + 52, line, code, "mono" if number else "soft")


def _port(port: Port) -> str:
    mark = {"in": "◂ ", "out": "", "missing": "✗ "}[port.kind]
    circle = f'<circle cx="{_RIGHT}" cy="{port.y:.1f}" r="4"/>' if port.kind == "out" else ""
    text = _text(_RIGHT - 14, port.y, mark + port.label, "mono", "end")
    return f'<g class="port {port.kind}"><title>{safe(port.name)}</title>{text}{circle}</g>'


def _wire(wire: Wire, layout: Layout) -> str:
    x = lane_x(wire.lane)
    bend = LANE / 2
    paths, tips = [], []
    for end in wire.ends:
        paths.append(
            f"M{_RIGHT + 4} {wire.start:.1f}H{x - bend:.1f}Q{x:.1f} {wire.start:.1f} {x:.1f} "
            f"{wire.start + bend:.1f}V{end - bend:.1f}Q{x:.1f} {end:.1f} {x - bend:.1f} {end:.1f}"
            f"H{_RIGHT + 7}"
        )
        tips.append(f"M{_RIGHT + 1} {end:.1f}l8 -4v8z")
    thread = wire.thread
    places = [layout.boxes[number] for number in (thread.source, *thread.readers)]
    told = f"{thread.name}: from {_place(places[0])} to {', '.join(map(_place, places[1:]))}"
    kind = "wire function" if thread.function else "wire"
    ends = " ".join(map(str, (thread.source, *thread.readers)))
    way = "".join(paths)
    return (
        f'<g class="{kind}" data-ends="{ends}" tabindex="0" role="img" aria-label="{safe(told)}">'
        f'<title>{safe(told)}</title><path class="hit" d="{way}"/><path d="{way}"/>'
        f'<path class="tip" d="{"".join(tips)}"/></g>'
    )


def _place(box: Box) -> str:
    return f"{box.role or 'untagged'} ({box.where})"


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    if not text:
        return ""
    return f'<text class="{kind}" x="{x:g}" y="{y:.1f}" text-anchor="{anchor}">{safe(text)}</text>'
