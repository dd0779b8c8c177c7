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

/** Whether a step of that role may have a name: whether it becomes a function. */
export function takesName(role: string): boolean {
  return ['load', 'prep', 'train', 'evaluate', 'predict'].includes(role);
}

/**
 * The tags with this section in place of the one that is there; null takes it away.
 *
 * A section may come with the name of its step: `prep:clean_orders`.
 */
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

/** The tags with this name for the step of that role; without a name it loses the one it has. */
export function withStep(
  tags: readonly string[],
  role: string,
  name: string
): string[] {
  const tag = tagText({ role, name });
  return [
    ...new Set(tags.map(other => (roleOf(other) === role ? tag : other)))
  ];
}

/** The name that the tags give to a step of that role; empty where they give none. */
export function stepName(tags: readonly string[], role: string): string {
  const named = tags.find(tag => tag.startsWith(`${role}:`));
  return named === undefined ? '' : named.slice(role.length + 1);
}

/** What somebody typed as the name of a step, as it stands in a tag: `clean_orders`. */
export function stepText(typed: string): string {
  return typed.trim().replace(/[\s-]+/g, '_');
}

/** The tag that somebody typed for a section and its step; null where it is none. */
export function sectionTag(typed: string): string | null {
  const [role, ...rest] = typed.trim().split(':');
  const name = stepText(rest.join(':'));
  if (!(ROLES as readonly string[]).includes(role.trim())) {
    return null;
  }
  if (name === '') {
    return role.trim();
  }
  const fits = takesName(role.trim()) && isStepName(name);
  return fits ? tagText({ role: role.trim(), name }) : null;
}

/** Whether it may be the name of a step; the converter knows more, this spares a detour. */
export function isStepName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
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
