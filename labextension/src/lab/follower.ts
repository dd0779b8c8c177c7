import { NotebookPanel } from '@jupyterlab/notebook';
import { ServerConnection } from '@jupyterlab/services';
import { Debouncer } from '@lumino/polling';
import { Widget } from '@lumino/widgets';

import { analyse } from '../api/client';
import { isRefusal, refusalFinding } from '../model/analysis';
import { PanelModel } from '../model/panel';
import { inMemory } from './notebook';

const PAUSE = 500;

/** Keeps the analysis up to date: half a second after the last edit, never while hidden. */
export class Follower {
  constructor(
    model: PanelModel,
    panel: Widget,
    settings: ServerConnection.ISettings,
    localPath: (path: string) => string
  ) {
    this._model = model;
    this._panel = panel;
    this._settings = settings;
    this._localPath = localPath;
    this._later = new Debouncer(() => this._ask(), PAUSE);
  }

  get notebook(): NotebookPanel | null {
    return this._notebook;
  }

  /** Another notebook is in front, or none. */
  follow(notebook: NotebookPanel | null): void {
    this._release();
    this._notebook = notebook;
    if (notebook !== null) {
      notebook.content.modelContentChanged.connect(this._onChange, this);
      notebook.context.pathChanged.connect(this._onPath, this);
      notebook.title.changed.connect(this._onPath, this);
      notebook.disposed.connect(this._onDisposed, this);
      void notebook.context.ready.then(() => this._onChange());
    }
    this._onPath();
    this._onChange();
  }

  /** The panel came into view, or something may have changed. */
  look(): void {
    if (this._stale && this._panel.isVisible) {
      void this._later.invoke();
    }
  }

  dispose(): void {
    this._release();
    this._later.dispose();
  }

  private _release(): void {
    const old = this._notebook;
    if (old !== null && !old.isDisposed) {
      old.content.modelContentChanged.disconnect(this._onChange, this);
      old.context.pathChanged.disconnect(this._onPath, this);
      old.title.changed.disconnect(this._onPath, this);
      old.disposed.disconnect(this._onDisposed, this);
    }
    this._notebook = null;
  }

  private _onDisposed(): void {
    this.follow(null);
  }

  private _onPath(): void {
    const notebook = this._notebook;
    this._model.open(
      notebook?.title.label ?? null,
      notebook === null ? null : this._localPath(notebook.context.path)
    );
  }

  private _onChange(): void {
    this._stale = true;
    this.look();
  }

  private async _ask(): Promise<void> {
    const notebook = this._notebook;
    const path = this._model.state.path;
    if (notebook === null || path === null || !notebook.context.isReady) {
      return;
    }
    this._stale = false;
    this._model.update({ analysing: true });
    const change = await this._answer(notebook, path);
    if (this._model.state.path === path) {
      this._model.update({ ...change, analysing: false });
    }
  }

  private async _answer(notebook: NotebookPanel, path: string) {
    try {
      const body = { path, notebook: inMemory(notebook) };
      const answer = await analyse(this._settings, body);
      return isRefusal(answer)
        ? { analysis: null, problem: refusalFinding(answer) }
        : { analysis: answer, problem: null };
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : '';
      const problem = {
        code: '',
        severity: 'error' as const,
        message,
        remedy: '',
        cell_index: null,
        line: null
      };
      return { problem };
    }
  }

  private readonly _model: PanelModel;
  private readonly _panel: Widget;
  private readonly _settings: ServerConnection.ISettings;
  private readonly _localPath: (path: string) => string;
  private readonly _later: Debouncer;
  private _notebook: NotebookPanel | null = null;
  private _stale = true;
}
