import { ReactWidget, UseSignal } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import * as React from 'react';

import { IPanelState, PanelModel } from '../model/panel';
import { ServerState } from '../model/server';
import { IPanelActions } from '../tokens';
import { Cells } from './Cells';
import { Findings } from './Findings';
import { Header } from './Header';
import { JobView } from './JobView';
import { Picture } from './Picture';
import { Preparation } from './Preparation';
import { Suggestions } from './Suggestions';

/** What every part of the panel is given. */
export interface IPart {
  readonly state: IPanelState;
  readonly actions: IPanelActions;
  readonly trans: TranslationBundle;
}

/** The sidebar "Promote to production": draws the model, knows nothing else. */
export class PromotePanel extends ReactWidget {
  constructor(model: PanelModel, trans: TranslationBundle) {
    super();
    this._model = model;
    this._trans = trans;
    this.addClass('jp-Production');
    this.node.tabIndex = -1;
    this.node.addEventListener('focusin', () => {
      this._hasKeyboard = true;
    });
    this.node.addEventListener('focusout', event => {
      this._hasKeyboard = event.relatedTarget === null;
    });
  }

  /** What is done on a click; set once, before the panel is shown. */
  actions: IPanelActions | null = null;

  /** Emitted when the panel comes into view. */
  get shown(): ISignal<this, void> {
    return this._shown;
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._shown.emit();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    const first = this.node.querySelector<HTMLElement>(
      '.jp-Production-promote:not([disabled])'
    );
    (first ?? this.node).focus();
  }

  protected override render(): React.ReactElement {
    return (
      <UseSignal signal={this._model.changed}>{() => this._parts()}</UseSignal>
    );
  }

  private _parts(): React.ReactElement {
    const trans = this._trans;
    const state = this._model.state;
    const actions = this.actions;
    const part = actions && { state, actions, trans };
    return (
      <section aria-label={trans.__('Promote to production')}>
        <h2 className="jp-Production-title">
          {trans.__('Promote to production')}
        </h2>
        {part !== null && (
          // another notebook begins anew, also after an error
          <Guard key={state.path} trans={trans}>
            <Header {...part} />
            <Preparation key={state.preparation?.folder} {...part} />
            <JobView {...part} />
            {state.path !== null && <Findings {...part} />}
            {state.analysis !== null && (
              <>
                <Suggestions {...part} />
                <Cells {...part} />
                <Picture {...part} />
              </>
            )}
          </Guard>
        )}
        <ServerLine state={state.server} trans={trans} />
        <AfterEach run={() => this._keepKeyboard()} />
      </section>
    );
  }

  /** What had the keyboard may be gone or off now: Tab goes on from the panel's top. */
  private _keepKeyboard(): void {
    const active = document.activeElement;
    const lost =
      active === null ||
      active === document.body ||
      active.matches(':disabled');
    if (this._hasKeyboard && lost && this.isVisible) {
      this.node.focus({ preventScroll: true });
    }
  }

  private readonly _model: PanelModel;
  private readonly _trans: TranslationBundle;
  private readonly _shown = new Signal<this, void>(this);
  private _hasKeyboard = false;
}

/** Nothing to see: does something when the panel has been drawn. */
function AfterEach({ run }: { run: () => void }): null {
  React.useEffect(run);
  return null;
}

/** Keeps an error in one part from emptying the whole panel. */
class Guard extends React.Component<
  { trans: TranslationBundle; children: React.ReactNode },
  { problem: string | null }
> {
  override state = { problem: null };

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: String(error) };
  }

  override render(): React.ReactNode {
    return this.state.problem === null ? (
      this.props.children
    ) : (
      <p role="alert" className="jp-Production-problem">
        {this.props.trans.__(
          'The panel has a bug here: %1. Reload the page.',
          this.state.problem
        )}
      </p>
    );
  }
}

function ServerLine(props: {
  state: ServerState;
  trans: TranslationBundle;
}): React.ReactElement {
  const { state, trans } = props;
  return (
    <p
      className="jp-Production-server"
      data-state={state.kind}
      role="status"
      aria-live="polite"
    >
      {serverText(state, trans)}
    </p>
  );
}

function serverText(state: ServerState, trans: TranslationBundle): string {
  switch (state.kind) {
    case 'asking':
      return trans.__('Asking the server…');
    case 'ready':
      return trans.__('Server extension %1', state.version);
    case 'mismatch':
      return trans.__(
        'The server has version %1, this page %2. Reload the page.',
        state.version,
        state.panelVersion
      );
    case 'unreachable':
      return trans.__(
        'The server extension does not answer (%1). Run "jupyter server extension list" and restart the server.',
        state.reason
      );
  }
}
