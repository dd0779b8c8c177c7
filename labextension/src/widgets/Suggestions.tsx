import * as React from 'react';

import { openSuggestions } from '../model/analysis';
import type { IPart } from './PromotePanel';

/** What tags the cells should have, each to be accepted or rejected. */
export function Suggestions(props: IPart): React.ReactElement | null {
  const { state, actions, trans } = props;
  const { analysis } = state;
  const found =
    analysis === null ? [] : openSuggestions(analysis, state.rejected);
  if (found.length === 0) {
    return null;
  }
  return (
    <details className="jp-Production-part jp-Production-suggestions" open>
      <summary>{trans.__('Suggested tags (%1)', found.length)}</summary>
      <button
        className="jp-mod-styled jp-Production-accept-all"
        onClick={() => actions.accept(found)}
      >
        {trans.__('Accept all')}
      </button>
      <ul>
        {found.map(one => (
          <li key={one.key}>
            <p>
              <button
                className="jp-Production-link"
                onClick={() => actions.goToCell(one.cell)}
              >
                {trans.__('Cell %1', one.cell + 1)}
              </button>{' '}
              {one.tags.map(tag => (
                <span
                  key={tag}
                  className="jp-Production-chip"
                  data-section={tag.split(':')[0]}
                >
                  {tag}
                </span>
              ))}{' '}
              <code className="jp-Production-line">{one.firstLine}</code>
            </p>
            <p className="jp-Production-soft">
              {trans.__('%1% sure: %2', one.percent, one.reason)}
            </p>
            <button
              className="jp-mod-styled"
              aria-label={trans.__('Accept the tag of cell %1', one.cell + 1)}
              onClick={() => actions.accept([one])}
            >
              {trans.__('Accept')}
            </button>{' '}
            <button
              className="jp-mod-styled"
              aria-label={trans.__('Reject the tag of cell %1', one.cell + 1)}
              onClick={() => actions.reject(one.key)}
            >
              {trans.__('Reject')}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
