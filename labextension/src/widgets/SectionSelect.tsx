import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ROLES } from '../model/tags';

/** Chooses the section of cells; several roles of one cell are shown, not lost. */
export function SectionSelect(props: {
  sections: readonly string[];
  label: string;
  prompt?: string;
  trans: TranslationBundle;
  choose: (section: string | null) => void;
}): React.ReactElement {
  const { sections, label, prompt, trans, choose } = props;
  const roles = sections.map(tag => tag.split(':', 1)[0]);
  const value = roles.length === 1 ? roles[0] : roles.join(' ');
  return (
    <select
      className="jp-Production-select"
      aria-label={label}
      data-section={roles[0] ?? ''}
      value={value}
      onChange={event => {
        if (event.target.value !== '?') {
          choose(event.target.value || null);
        }
      }}
    >
      {prompt !== undefined && <option value="">{prompt}</option>}
      {prompt === undefined && (
        <option value="">{trans.__('No section')}</option>
      )}
      {roles.length > 1 && <option value={value}>{value}</option>}
      {ROLES.map(role => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </select>
  );
}
