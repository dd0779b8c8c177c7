/** The root of a drawing, as a list; what is no SVG gives an empty one. */
export function drawing(svg: string): Element[] {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = parsed.documentElement;
  return root.nodeName === 'svg' ? [document.importNode(root, true)] : [];
}
