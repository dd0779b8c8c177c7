import * as React from 'react';

import { IJob } from '../api/types';
import { claims, conflicts, differences } from '../model/jobs';
import type { IPart } from './PromotePanel';

type IJobPart = IPart & { job: IJob };

/** What a promotion came to: the proof, the files to decide, the folder. */
export function Promoted(props: IJobPart): React.ReactElement | null {
  const { job, actions, trans } = props;
  const { folder } = job;
  if (job.state !== 'succeeded' && job.state !== 'attention') {
    return null;
  }
  return (
    <>
      <p>
        {trans.__(
          'Rung: %1',
          typeof job.result?.rung === 'string' ? job.result.rung : '?'
        )}
      </p>
      {conflicts(job).map(file => (
        <p key={file.path} className="jp-Production-problem">
          {trans.__('Conflict to decide: %1 (%2)', file.path, file.note)}
        </p>
      ))}
      {folder !== null && (
        <button
          className="jp-mod-styled jp-mod-accept jp-Production-open"
          onClick={() => actions.openFolder(folder)}
        >
          {trans.__('Open folder %1', folder)}
        </button>
      )}
      <Proof {...props} />
    </>
  );
}

function Proof({ job, actions, trans }: IJobPart): React.ReactElement {
  return (
    <table className="jp-Production-proof">
      <caption>{trans.__('Proof')}</caption>
      <thead>
        <tr>
          <th scope="col">{trans.__('Status')}</th>
          <th scope="col">{trans.__('Claim')}</th>
        </tr>
      </thead>
      <tbody>
        {claims(job).map(claim => (
          <tr key={claim.id} data-status={claim.status}>
            <td>{claim.status}</td>
            <td>
              {claim.subject}
              {claim.rows !== null && (
                <small> {trans._n('%1 row', '%1 rows', claim.rows)}</small>
              )}
              {claim.reason !== '' && (
                <small className="jp-Production-soft"> {claim.reason}</small>
              )}
              {claim.cell_index !== null && ' '}
              {claim.cell_index !== null && (
                <button
                  className="jp-Production-link"
                  onClick={() => actions.goToCell(claim.cell_index ?? 0)}
                >
                  {trans.__('Go to cell %1', claim.cell_index + 1)}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a check came to: the cells that differ, with both outputs on a click. */
export function Checked({ job, actions, trans }: IJobPart): React.ReactElement {
  return (
    <ul className="jp-Production-differences">
      {differences(job).map(cell => (
        <li key={cell.cell_index} data-verdict={cell.verdict}>
          <p>
            <b>{trans.__('Cell %1', cell.cell_index + 1)}</b> {cell.verdict}
            {cell.cause !== '' && ` (${cell.cause})`}
          </p>
          <p>{cell.message}</p>
          <button
            className="jp-Production-link"
            onClick={() => actions.goToCell(cell.cell_index)}
          >
            {trans.__('Go to cell %1', cell.cell_index + 1)}
          </button>{' '}
          <button
            className="jp-Production-link jp-Production-compare"
            onClick={() =>
              actions.compare(cell.cell_index, cell.recorded, cell.fresh)
            }
          >
            {trans.__('Show both outputs')}
          </button>
        </li>
      ))}
    </ul>
  );
}
