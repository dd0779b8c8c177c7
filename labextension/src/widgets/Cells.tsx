import * as React from 'react';

import { IInspectedCell } from '../api/types';
import { bySection, ICellGroup } from '../model/analysis';
import { roleOf, sectionTags, takesName } from '../model/tags';
import type { IPart } from './PromotePanel';
import { SectionSelect } from './SectionSelect';
import { Bulk, StepName } from './Step';

const MOST = 150;

/** A control of a cell's row that gets the keyboard back when the row has moved. */
interface IPlace {
  readonly cell: number;
  readonly control: 'input' | 'select';
}

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
  const { frame, stayAt } = useKeyboardPlace(groups);
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
  const leave = () => {
    stayAt({ cell: Math.min(...chosen), control: 'input' });
    setChosen(new Set());
  };
  return (
    <details
      ref={frame}
      className="jp-Production-part jp-Production-cells"
      open
      onKeyDown={event => toBulk(event)}
    >
      <summary>{trans.__('Cells (%1)', count)}</summary>
      {chosen.size > 0 && (
        <Bulk
          count={chosen.size}
          trans={trans}
          choose={section => {
            actions.tagCells([...chosen], section);
            leave();
          }}
          clear={leave}
        />
      )}
      {groups.map(group => {
        const shown = group.cells.slice(0, Math.max(0, room));
        room -= shown.length;
        return shown.length === 0 ? null : (
          <section key={group.key} data-section={group.role}>
            <GroupHead group={group} {...props} />
            <ul>
              {shown.map(cell => (
                <Row
                  key={cell.index}
                  cell={cell}
                  chosen={chosen.has(cell.index)}
                  toggle={toggle}
                  choose={section => {
                    stayAt({ cell: cell.index, control: 'select' });
                    actions.tagCells([cell.index], section);
                  }}
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

/** The role of a group, the name of its step where it may have one, and its heading. */
function GroupHead(props: IPart & { group: ICellGroup }): React.ReactElement {
  const { group, actions, trans } = props;
  const { role } = group;
  const own = group.cells.filter(cell =>
    cell.raw_tags.some(tag => roleOf(tag) === role)
  );
  const numbers = own.map(cell => cell.index + 1).join(', ');
  return (
    <div className="jp-Production-group">
      <h3>{role === '' ? trans.__('outside') : role}</h3>
      {takesName(role) && own.length > 0 && (
        <StepName
          name={group.step}
          label={trans.__('Name of the step of cells %1', numbers)}
          trans={trans}
          choose={name =>
            actions.nameStep(
              own.map(cell => cell.index),
              role,
              name
            )
          }
        />
      )}
      {group.title !== '' && <small>{group.title}</small>}
    </div>
  );
}

function Row(
  props: IPart & {
    cell: IInspectedCell;
    chosen: boolean;
    toggle: (index: number) => void;
    choose: (section: string | null) => void;
  }
): React.ReactElement {
  const { cell, chosen, toggle, choose, actions, trans } = props;
  const number = cell.index + 1;
  return (
    <li className="jp-Production-row" data-cell={cell.index}>
      <input
        type="checkbox"
        checked={chosen}
        aria-label={trans.__('Choose cell %1', number)}
        onChange={() => toggle(cell.index)}
      />
      <button
        className="jp-Production-link jp-Production-cell"
        title={cell.raw_tags.join(', ')}
        aria-label={trans.__('Go to cell %1 %2', number, cell.first_line)}
        onClick={() => actions.goToCell(cell.index)}
      >
        <b>{number}</b> <code>{cell.first_line}</code>
      </button>
      <SectionSelect
        sections={sectionTags(cell.raw_tags)}
        label={trans.__('Section of cell %1', number)}
        trans={trans}
        choose={choose}
      />
    </li>
  );
}

/** Enter in a row's box leads to what is done with the chosen cells, however far up it stands. */
function toBulk(event: React.KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event;
  if (
    key === 'Enter' &&
    target instanceof HTMLInputElement &&
    target.type === 'checkbox'
  ) {
    event.preventDefault(); // else the form hears of the same key
    const form = '.jp-Production-bulk select';
    currentTarget.querySelector<HTMLElement>(form)?.focus();
  }
}

/** A cell that gets another section moves to another place; the keyboard goes with it. */
function useKeyboardPlace(groups: readonly ICellGroup[]) {
  const frame = React.useRef<HTMLDetailsElement>(null);
  const place = React.useRef<IPlace | null>(null);
  const stayAt = (wanted: IPlace) => {
    place.current = wanted;
    focusOn(frame.current, wanted);
  };
  React.useEffect(() => {
    // not where the reader has gone elsewhere meanwhile
    const active = frame.current?.ownerDocument.activeElement;
    if (place.current !== null && active?.contains(frame.current)) {
      focusOn(frame.current, place.current);
    }
    place.current = null;
  }, [groups]);
  return { frame, stayAt };
}

function focusOn(frame: HTMLElement | null, { cell, control }: IPlace): void {
  frame
    ?.querySelector<HTMLElement>(`[data-cell="${cell}"] ${control}`)
    ?.focus();
}
