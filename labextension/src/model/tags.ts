/** The roles that a cell may have; the order is that of a project. */
export const ROLES = [
  'parameters',
  'imports',
  'load',
  'prep',
  'train',
  'evaluate',
  'predict',
  'skip'
] as const;

/** The tags that a notebook's file holds, whatever their shape. */
export function readTags(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((tag): tag is string => typeof tag === 'string')
    : [];
}

/** The role of a tag such as `prep:clean_orders`; null for a tag that is not ours. */
export function roleOf(tag: string): string | null {
  const role = tag.split(':', 1)[0];
  return (ROLES as readonly string[]).includes(role) ? role : null;
}

/** The tags of ours among these. */
export function sectionTags(tags: readonly string[]): string[] {
  return tags.filter(tag => roleOf(tag) !== null);
}

/** The tags with this section in place of the one that is there; null takes it away. */
export function withSection(
  tags: readonly string[],
  section: string | null
): string[] {
  const others = tags.filter(tag => roleOf(tag) === null);
  if (section === null) {
    return others;
  }
  // the name of a step stays when its cell keeps the role
  const same = tags.filter(tag => roleOf(tag) === section);
  return [...others, ...(same.length > 0 ? same : [section])];
}

/** The tags with these added; what is there stays. */
export function withTags(
  tags: readonly string[],
  added: readonly string[]
): string[] {
  return [...tags, ...added.filter(tag => !tags.includes(tag))];
}

/** A tag as it stands in the notebook. */
export function tagText(tag: { role: string; name: string | null }): string {
  return tag.name ? `${tag.role}:${tag.name}` : tag.role;
}
