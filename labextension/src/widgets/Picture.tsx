import * as React from 'react';

import { drawing } from '../model/drawing';
import type { IPart } from './PromotePanel';

/** The data flow as a small picture, with the colours of the lab's theme. */
export function Picture(props: IPart): React.ReactElement | null {
  const { state, actions, trans } = props;
  const svg = state.analysis?.drawing ?? '';
  const frame = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    frame.current?.replaceChildren(...drawing(svg));
    // in the small picture nothing can be told apart: one stop for the keyboard is enough
    frame.current
      ?.querySelectorAll('[tabindex]')
      .forEach(node => node.removeAttribute('tabindex'));
  }, [svg]);
  return (
    <details className="jp-Production-part" open>
      <summary>{trans.__('Data flow')}</summary>
      <div ref={frame} className="jp-Production-picture" />
      <button
        className="jp-mod-styled"
        onClick={() => actions.showPicture(svg)}
      >
        {trans.__('Show it large')}
      </button>
    </details>
  );
}
