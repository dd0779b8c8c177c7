import * as React from 'react';

import { obstacle } from '../model/panel';
import type { IPart } from './PromotePanel';

/** Is it ready? The notebook's name, one line, the primary button and why it is off. */
export function Header(props: IPart): React.ReactElement {
  const { state, actions, trans } = props;
  const why = obstacle(state, {
    none: trans.__('Open a notebook to promote it to production.'),
    busy: trans.__('A job of this notebook is running.'),
    waiting: trans.__('The notebook is being read.')
  });
  const idle = !state.jobs.some(job => job.state === 'running');
  return (
    <div className="jp-Production-header">
      {state.notebook !== null && (
        <p className="jp-Production-notebook">{state.notebook}</p>
      )}
      <p
        className="jp-Production-readiness"
        data-ready={why === ''}
        role="status"
      >
        {readiness(props)}
      </p>
      <div className="jp-Production-buttons">
        <button
          className="jp-mod-styled jp-mod-accept jp-Production-promote"
          disabled={why !== ''}
          aria-describedby="jp-Production-why"
          onClick={() => actions.prepare(null)}
        >
          {trans.__('Promote to production')}
        </button>
        <button
          className="jp-mod-styled jp-Production-check"
          disabled={state.path === null || !idle}
          title={trans.__('Run the notebook and compare its outputs')}
          onClick={() => actions.check()}
        >
          {trans.__('Check')}
        </button>
      </div>
      <p id="jp-Production-why" className="jp-Production-why">
        {why}
      </p>
      {state.failure !== '' && (
        <p role="alert" className="jp-Production-problem">
          {state.failure}
        </p>
      )}
    </div>
  );
}

function readiness({ state, trans }: IPart): string {
  if (state.path === null) {
    return trans.__('No notebook');
  }
  if (state.problem !== null) {
    return trans.__('It cannot be read');
  }
  return state.analysis?.readiness ?? trans.__('Reading…');
}
