import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { IJob } from '../api/types';
import { fraction, isRunning, seconds } from '../model/jobs';
import { Checked, Promoted } from './Outcome';
import type { IPart } from './PromotePanel';

/** Did it work? Each job of the notebook: its progress, or how it ended. */
export function JobView(props: IPart): React.ReactElement {
  return (
    <>
      {props.state.jobs.map(job =>
        isRunning(job) ? (
          <Running key={job.id} job={job} {...props} />
        ) : (
          <Ended key={job.id} job={job} {...props} />
        )
      )}
    </>
  );
}

function Running(props: IPart & { job: IJob }): React.ReactElement {
  const { job, actions, trans } = props;
  const [now, setNow] = React.useState(Date.now());
  React.useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const part = fraction(job);
  return (
    <section
      className="jp-Production-part jp-Production-job"
      data-state={job.state}
      aria-label={heading(job, trans)}
    >
      <h3>{heading(job, trans)}</h3>
      <progress
        aria-label={trans.__('Progress')}
        max={1}
        {...(part === null ? {} : { value: part })}
      />
      <p role="status" className="jp-Production-step">
        {stepText(job, trans)}
      </p>
      {job.detail !== '' && (
        <p>
          <code className="jp-Production-line">{job.detail}</code>
        </p>
      )}
      <p className="jp-Production-soft">
        {trans.__('%1 s', seconds(job, now))}
      </p>
      <button
        className="jp-mod-styled jp-mod-warn jp-Production-cancel"
        onClick={() => actions.cancel(job.id)}
      >
        {trans.__('Cancel')}
      </button>
      <Log job={job} trans={trans} />
    </section>
  );
}

function Ended(props: IPart & { job: IJob }): React.ReactElement {
  const { job, actions, trans } = props;
  const { error } = job;
  const cell = error?.cell_index ?? null;
  return (
    <section
      className="jp-Production-part jp-Production-job"
      data-state={job.state}
      aria-label={heading(job, trans)}
    >
      <h3>{heading(job, trans)}</h3>
      <p role="status" className="jp-Production-summary">
        {mark(job)} {job.summary}
      </p>
      {error !== null && (
        <>
          {error.message !== job.summary && <p>{error.message}</p>}
          <p className="jp-Production-soft">{error.remedy}</p>
          {cell !== null && (
            <button
              className="jp-Production-link"
              onClick={() => actions.goToCell(cell)}
            >
              {trans.__('Go to cell %1', cell + 1)}
            </button>
          )}
        </>
      )}
      {job.kind === 'convert' ? (
        <Promoted {...props} />
      ) : (
        <Checked {...props} />
      )}
      <p className="jp-Production-soft">
        {trans.__(
          'Ended %1, after %2 s',
          new Date(Number(job.ended) * 1000).toLocaleTimeString(),
          seconds(job, 0)
        )}
      </p>
      <Log job={job} trans={trans} />
    </section>
  );
}

function Log(props: {
  job: IJob;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { job, trans } = props;
  return job.log.length === 0 ? null : (
    <details className="jp-Production-log">
      <summary>{trans.__('Log')}</summary>
      <pre tabIndex={0}>{job.log.join('\n')}</pre>
    </details>
  );
}

function heading(job: IJob, trans: TranslationBundle): string {
  return job.kind === 'convert'
    ? trans.__('Promotion')
    : trans.__('Check of the outputs');
}

function mark(job: IJob): string {
  const marks: Record<string, string> = { succeeded: '✓', attention: '⚠' };
  return marks[job.state] ?? '✗';
}

function stepText(job: IJob, trans: TranslationBundle): string {
  const names: Record<string, string> = {
    start: trans.__('Starting'),
    run: trans.__('Running the notebook'),
    rows: trans.__('Looking for the way from one raw row'),
    environment: trans.__('Making the project’s environment'),
    write: trans.__('Writing the project'),
    train: trans.__('Training the model'),
    prove: trans.__('Proving the project')
  };
  const name = names[job.step] ?? job.step;
  return job.total > 1
    ? trans.__(
        '%1: %2 of %3',
        name,
        Math.min(job.done + 1, job.total),
        job.total
      )
    : name;
}
