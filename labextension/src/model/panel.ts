import { ISignal, Signal } from '@lumino/signaling';

import { ServerState } from './server';

/** What the panel shows; it changes only through its two setters. */
export class PanelModel {
  /** The name of the open notebook, when one is open. */
  get notebook(): string | null {
    return this._notebook;
  }

  set notebook(name: string | null) {
    if (name !== this._notebook) {
      this._notebook = name;
      this._changed.emit();
    }
  }

  /** What is known about the server side. */
  get server(): ServerState {
    return this._server;
  }

  set server(state: ServerState) {
    this._server = state;
    this._changed.emit();
  }

  /** Emitted after each change. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _changed = new Signal<this, void>(this);
  private _notebook: string | null = null;
  private _server: ServerState = { kind: 'asking' };
}
