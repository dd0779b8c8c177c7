import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { IFinding } from '../api/types';
import { bySeverity } from '../model/analysis';
import type { IPart } from './PromotePanel';

/** The findings, the worst first, each with its cell and the one change to make. */
export function Findings(props: IPart): React.ReactElement {
  const { state, trans } = props;
  const findings =
    state.problem !== null
      ? [state.problem]
      : (state.analysis?.inspection.findings ?? []);
  return (
    <details className="jp-Production-part jp-Production-findings" open>
      <summary>{trans.__('Findings (%1)', findings.length)}</summary>
      {findings.length === 0 && <p>{trans.__('Nothing to tell.')}</p>}
      {bySeverity(findings).map(group => (
        <section key={group.severity} data-severity={group.severity}>
          <h3>{severityText(group.severity, group.findings.length, trans)}</h3>
          <ul>
            {group.findings.map((finding, number) => (
              <Finding key={number} finding={finding} {...props} />
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}

function Finding(props: IPart & { finding: IFinding }): React.ReactElement {
  const { finding, actions, trans } = props;
  const cell = finding.cell_index;
  return (
    <li>
      <p>
        {finding.message} <code>{finding.code}</code>
      </p>
      {finding.remedy !== '' && (
        <p className="jp-Production-soft">{finding.remedy}</p>
      )}
      {cell !== null && (
        <button
          className="jp-Production-link"
          onClick={() => actions.goToCell(cell)}
        >
          {trans.__('Go to cell %1', cell + 1)}
        </button>
      )}
    </li>
  );
}

function severityText(
  severity: IFinding['severity'],
  count: number,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'error':
      return `✗ ${trans._n('%1 stops it', '%1 stop it', count)}`;
    case 'warning':
      return `⚠ ${trans._n('%1 warning', '%1 warnings', count)}`;
    case 'note':
      return `ℹ ${trans._n('%1 note', '%1 notes', count)}`;
  }
}
