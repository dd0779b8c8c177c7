import { Event, ServerConnection } from '@jupyterlab/services';
import { Poll, Throttler } from '@lumino/polling';
import { IStream } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { fetchJobs } from '../api/client';
import { PanelModel } from '../model/panel';

const EVENT = 'https://events.jupyter.org/jupyter_prod/job/v1';

/** Keeps the jobs up to date: events are hints, what the server answers is the truth. */
export class Watcher {
  constructor(
    model: PanelModel,
    panel: Widget,
    settings: ServerConnection.ISettings,
    events: IStream<Event.IManager, Event.Emission>
  ) {
    this._model = model;
    this._settings = settings;
    this._events = events;
    this._soon = new Throttler(() => this._ask(), {
      limit: 300,
      edge: 'trailing'
    });
    // for the case that the events' socket is down
    this._poll = new Poll({
      auto: false,
      name: 'jupyter-prod:jobs',
      frequency: { interval: 2500, backoff: true, max: 30000 },
      standby: () => !panel.isVisible || !this._anyRunning(),
      factory: () => this._ask()
    });
    events.connect(this._onEvent, this);
    model.changed.connect(this._onModel, this);
    void this._poll.start();
  }

  /** Ask now. */
  look(): void {
    void this._soon.invoke();
  }

  dispose(): void {
    this._events.disconnect(this._onEvent, this);
    this._model.changed.disconnect(this._onModel, this);
    this._soon.dispose();
    this._poll.dispose();
  }

  private _onModel(): void {
    if (this._model.state.path !== this._path) {
      this._path = this._model.state.path;
      this.look();
    }
  }

  private _onEvent(_: Event.IManager, emission: Event.Emission): void {
    if (emission.schema_id === EVENT) {
      this.look();
    }
  }

  private _anyRunning(): boolean {
    return this._model.state.jobs.some(job => job.state === 'running');
  }

  private async _ask(): Promise<void> {
    const path = this._model.state.path;
    if (path === null) {
      return;
    }
    const jobs = await fetchJobs(this._settings, path);
    if (this._model.state.path === path) {
      this._model.update({ jobs });
    }
  }

  private readonly _model: PanelModel;
  private readonly _settings: ServerConnection.ISettings;
  private readonly _events: IStream<Event.IManager, Event.Emission>;
  private readonly _soon: Throttler;
  private readonly _poll: Poll;
  private _path: string | null = null;
}
