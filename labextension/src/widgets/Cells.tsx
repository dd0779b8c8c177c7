import * as React from 'react';

import { IInspectedCell } from '../api/types';
import { bySection } from '../model/analysis';
import { ROLES, sectionTags } from '../model/tags';
import type { IPart } from './PromotePanel';
import { SectionSelect } from './SectionSelect';

const MOST = 150;

/** The code cells by section, with their tags; several can be tagged at once. */
export function Cells(props: IPart): React.ReactElement | null {
  const { state, actions, trans } = props;
  const [chosen, setChosen] = React.useState<ReadonlySet<number>>(new Set());
  const [all, setAll] = React.useState(false);
  const { analysis } = state;
  const groups = React.useMemo(
    () => (analysis === null ? [] : bySection(analysis)),
    [analysis]
  );
  const count = groups.reduce((sum, group) => sum + group.cells.length, 0);
  // a thousand rows are drawn only on request
  let room = all ? Infinity : MOST;
  const toggle = (index: number) => {
    const next = new Set(chosen);
    if (!next.delete(index)) {
      next.add(index);
    }
    setChosen(next);
  };
  return (
    <details className="jp-Production-part jp-Production-cells" open>
      <summary>{trans.__('Cells (%1)', count)}</summary>
      {chosen.size > 0 && (
        <div className="jp-Production-bulk">
          <label>
            {trans._n('%1 cell is', '%1 cells are', chosen.size)}{' '}
            <select
              className="jp-Production-select"
              value=""
              onChange={event => {
                const section = event.target.value;
                actions.tagCells([...chosen], section === '-' ? null : section);
                setChosen(new Set());
              }}
            >
              <option value="">{trans.__('choose…')}</option>
              {ROLES.map(role => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
              <option value="-">{trans.__('without a section')}</option>
            </select>
          </label>
        </div>
      )}
      {groups.map(group => {
        const shown = group.cells.slice(0, Math.max(0, room));
        room -= shown.length;
        return shown.length === 0 ? null : (
          <section key={group.key} data-section={group.role}>
            <h3>
              {group.role === '' ? trans.__('outside') : group.role}
              {group.title !== '' && <small> {group.title}</small>}
            </h3>
            <ul>
              {shown.map(cell => (
                <Row
                  key={cell.index}
                  cell={cell}
                  chosen={chosen.has(cell.index)}
                  toggle={toggle}
                  {...props}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {!all && count > MOST && (
        <button className="jp-mod-styled" onClick={() => setAll(true)}>
          {trans.__('Show all %1 cells', count)}
        </button>
      )}
    </details>
  );
}

function Row(
  props: IPart & {
    cell: IInspectedCell;
    chosen: boolean;
    toggle: (index: number) => void;
  }
): React.ReactElement {
  const { cell, chosen, toggle, actions, trans } = props;
  const number = cell.index + 1;
  return (
    <li className="jp-Production-row">
      <input
        type="checkbox"
        checked={chosen}
        aria-label={trans.__('Choose cell %1', number)}
        onChange={() => toggle(cell.index)}
      />
      <button
        className="jp-Production-link jp-Production-cell"
        title={cell.raw_tags.join(', ')}
        aria-label={trans.__('Go to cell %1', number)}
        onClick={() => actions.goToCell(cell.index)}
      >
        <b>{number}</b> <code>{cell.first_line}</code>
      </button>
      <SectionSelect
        sections={sectionTags(cell.raw_tags)}
        label={trans.__('Section of cell %1', number)}
        trans={trans}
        choose={section => actions.tagCells([cell.index], section)}
      />
    </li>
  );
}
