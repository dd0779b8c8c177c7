import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { isStepName, ROLES, stepText, tagText, takesName } from '../model/tags';

/** The name of a step as somebody types it; what cannot be one is told at once. */
function NameInput(props: {
  label: string;
  value: string;
  onChange: (typed: string) => void;
  onBlur?: () => void;
  trans: TranslationBundle;
}): React.ReactElement {
  const { label, value, onChange, onBlur, trans } = props;
  const input = React.useRef<HTMLInputElement>(null);
  const name = stepText(value);
  const wrong = name !== '' && !isStepName(name);
  React.useEffect(() => {
    input.current?.setCustomValidity(
      wrong
        ? trans.__('A name has letters, digits and underscores: clean_orders')
        : ''
    );
  }, [wrong, trans]);
  return (
    <input
      ref={input}
      className="jp-Production-name"
      aria-label={label}
      aria-invalid={wrong}
      placeholder={trans.__('name')}
      spellCheck={false}
      value={value}
      onChange={event => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}

/** The name of the step that some cells make, to be typed; Enter takes it over, Escape the old one. */
export function StepName(props: {
  name: string;
  label: string;
  trans: TranslationBundle;
  choose: (name: string) => void;
}): React.ReactElement {
  const { name, label, trans, choose } = props;
  const [typed, setTyped] = React.useState(name);
  React.useEffect(() => setTyped(name), [name]);
  const take = () => {
    const wanted = stepText(typed);
    if (wanted !== name && (wanted === '' || isStepName(wanted))) {
      choose(wanted);
    }
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        take();
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          setTyped(name);
        }
      }}
    >
      <NameInput
        label={label}
        value={typed}
        onChange={setTyped}
        onBlur={take}
        trans={trans}
      />
    </form>
  );
}

/** The section and the step of several cells, chosen together and set in one go. */
export function Bulk(props: {
  count: number;
  trans: TranslationBundle;
  choose: (section: string | null) => void;
  clear: () => void;
}): React.ReactElement {
  const { count, trans, choose, clear } = props;
  const [role, setRole] = React.useState('');
  const [typed, setTyped] = React.useState('');
  return (
    <form
      className="jp-Production-bulk"
      aria-label={trans.__('The chosen cells')}
      onSubmit={event => {
        event.preventDefault();
        const name = takesName(role) ? stepText(typed) : '';
        choose(role === '-' ? null : tagText({ role, name }));
      }}
    >
      <b>{trans._n('%1 cell', '%1 cells', count)}</b>
      <select
        className="jp-Production-select"
        aria-label={trans.__('Section of the chosen cells')}
        value={role}
        onChange={event => setRole(event.target.value)}
      >
        <option value="">{trans.__('choose…')}</option>
        {ROLES.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
        <option value="-">{trans.__('without a section')}</option>
      </select>
      {takesName(role) && (
        <NameInput
          label={trans.__('Name of the step of the chosen cells')}
          value={typed}
          onChange={setTyped}
          trans={trans}
        />
      )}
      <button type="submit" className="jp-mod-styled" disabled={role === ''}>
        {trans.__('Set')}
      </button>
      <button type="button" className="jp-mod-styled" onClick={clear}>
        {trans.__('Choose none')}
      </button>
      <small className="jp-Production-soft">
        {trans.__('Enter leads from a box to here.')}
      </small>
    </form>
  );
}
