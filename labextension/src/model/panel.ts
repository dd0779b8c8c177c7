import { ISignal, Signal } from '@lumino/signaling';

import { IAnalysis, IFinding, IJob, IPreview } from '../api/types';
import { ServerState } from './server';

/** A promotion that is being prepared: where to, and what would be written. */
export interface IPreparation {
  readonly folder: string;
  readonly preview: IPreview | null;
  readonly problem: string;
}

/** All that the panel shows. */
export interface IPanelState {
  readonly notebook: string | null;
  readonly path: string | null;
  readonly server: ServerState;
  readonly analysis: IAnalysis | null;
  readonly analysing: boolean;
  /** Why there is no analysis, where there is none. */
  readonly problem: IFinding | null;
  readonly rejected: ReadonlySet<string>;
  readonly jobs: readonly IJob[];
  readonly preparation: IPreparation | null;
  /** What the last click came to, where it failed. */
  readonly failure: string;
}

const NOTHING: IPanelState = {
  notebook: null,
  path: null,
  server: { kind: 'asking' },
  analysis: null,
  analysing: false,
  problem: null,
  rejected: new Set(),
  jobs: [],
  preparation: null,
  failure: ''
};

/** The panel's state; it changes only through its two methods. */
export class PanelModel {
  get state(): IPanelState {
    return this._state;
  }

  /** Emitted after each change. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Another notebook is in front: what was known of the last one is gone. */
  open(notebook: string | null, path: string | null): void {
    if (path === this._state.path && notebook === this._state.notebook) {
      return;
    }
    const { server } = this._state;
    this._set({ ...NOTHING, server, notebook, path });
  }

  update(change: Partial<IPanelState>): void {
    this._set({ ...this._state, ...change });
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _set(state: IPanelState): void {
    this._state = state;
    this._changed.emit();
  }

  private _changed = new Signal<this, void>(this);
  private _state: IPanelState = NOTHING;
}

/** Why the notebook cannot be promoted now; empty when it can. */
export function obstacle(
  state: IPanelState,
  words: { none: string; busy: string; waiting: string }
): string {
  if (state.path === null) {
    return words.none;
  }
  if (state.jobs.some(job => job.state === 'running')) {
    return words.busy;
  }
  if (state.problem !== null) {
    return state.problem.message;
  }
  return state.analysis === null ? words.waiting : state.analysis.obstacle;
}
