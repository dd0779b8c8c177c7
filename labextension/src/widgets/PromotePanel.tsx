import { ReactWidget, UseSignal } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { PanelModel } from '../model/panel';
import { ServerState } from '../model/server';

/** The sidebar "Promote to production": draws the model, knows nothing else. */
export class PromotePanel extends ReactWidget {
  constructor(model: PanelModel, trans: TranslationBundle) {
    super();
    this._model = model;
    this._trans = trans;
    this.addClass('jp-Production');
  }

  protected override render(): React.ReactElement {
    const trans = this._trans;
    return (
      <UseSignal signal={this._model.changed}>
        {() => (
          <section aria-label={trans.__('Promote to production')}>
            <h2 className="jp-Production-title">
              {trans.__('Promote to production')}
            </h2>
            <div className="jp-Production-body">
              <Greeting notebook={this._model.notebook} trans={trans} />
              <ServerLine state={this._model.server} trans={trans} />
            </div>
          </section>
        )}
      </UseSignal>
    );
  }

  private readonly _model: PanelModel;
  private readonly _trans: TranslationBundle;
}

function Greeting(props: {
  notebook: string | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { notebook, trans } = props;
  return (
    <p className="jp-Production-greeting">
      {notebook === null
        ? trans.__('Open a notebook to promote it to production.')
        : trans.__('Hello, %1', notebook)}
    </p>
  );
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
