import { JupyterFrontEnd } from '@jupyterlab/application';
import { Cell } from '@jupyterlab/cells';
import { URLExt } from '@jupyterlab/coreutils';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { TranslationBundle } from '@jupyterlab/translation';

import { cancelJob, preview, startJob } from '../api/client';
import { isRefusal } from '../model/analysis';
import { latest } from '../model/jobs';
import { PanelModel } from '../model/panel';
import { withSection, withStep, withTags } from '../model/tags';
import { IPanelActions } from '../tokens';
import { changeTags, positionOf, showCell } from './notebook';

type Change = (tags: readonly string[]) => string[];

/** They are only loaded when somebody wants to see one. */
const dialogs = () => import('./dialogs');

/** What a user can do in the panel, done. */
export class PanelActions implements IPanelActions {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _model: PanelModel,
    private readonly _notebook: () => NotebookPanel | null,
    private readonly _rendermime: IRenderMimeRegistry,
    private readonly _look: () => void,
    private readonly _trans: TranslationBundle
  ) {}

  goToCell(index: number): void {
    const notebook = this._notebook();
    if (notebook !== null) {
      this._app.shell.activateById(notebook.id);
      void showCell(notebook.content, this._position(notebook, index));
    }
  }

  tagCells(indices: readonly number[], section: string | null): void {
    this._change(
      indices.map(cell => ({
        cell,
        change: tags => withSection(tags, section)
      }))
    );
  }

  nameStep(indices: readonly number[], role: string, name: string): void {
    this._change(
      indices.map(cell => ({
        cell,
        change: tags => withStep(tags, role, name)
      }))
    );
  }

  accept(
    suggestions: readonly { cell: number; tags: readonly string[] }[]
  ): void {
    this._change(
      suggestions.map(({ cell, tags }) => ({
        cell,
        change: present => withTags(present, tags)
      }))
    );
  }

  reject(key: string): void {
    const rejected = new Set(this._model.state.rejected).add(key);
    this._model.update({ rejected });
  }

  prepare(folder: string | null): void {
    const { jobs } = this._model.state;
    const wanted = folder ?? latest(jobs, 'convert')?.folder ?? null;
    this._model.update({
      failure: '',
      preparation: { folder: wanted ?? '', preview: null, problem: '' }
    });
    void this._doing(async path => {
      await this._save();
      const found = await preview(this._settings, { path, folder: wanted });
      if (this._model.state.path !== path) {
        return;
      }
      if (this._model.state.preparation === null) {
        return;
      }
      this._model.update({
        preparation: isRefusal(found)
          ? {
              folder: wanted ?? '',
              preview: null,
              problem: `${found.error.message} ${found.error.remedy}`
            }
          : { folder: found.folder, preview: found, problem: '' }
      });
    });
  }

  abandon(): void {
    this._model.update({ preparation: null, failure: '' });
  }

  promote(folder: string): void {
    void this._start('convert', folder);
  }

  check(): void {
    void this._start('check', null);
  }

  cancel(job: string): void {
    void this._doing(async () => {
      await cancelJob(this._settings, job);
      this._look();
    });
  }

  openFolder(path: string): void {
    const command = 'filebrowser:open-path';
    if (this._app.commands.hasCommand(command)) {
      void this._app.commands.execute(command, { path });
      return;
    }
    // a notebook's page of Notebook 7 has no file browser, but its site has
    const { baseUrl } = this._settings;
    const url = URLExt.join(baseUrl, 'tree', URLExt.encodeParts(path));
    window.open(url, '_blank', 'noopener');
  }

  showFile(path: string, text: string): void {
    void dialogs().then(({ showText }) => showText(path, text, this._trans));
  }

  showPicture(svg: string): void {
    const title = this._trans.__('What crosses between cells');
    void dialogs().then(({ showPicture }) =>
      showPicture(title, svg, this._trans)
    );
  }

  compare(
    cell: number,
    recorded: readonly Record<string, unknown>[],
    fresh: readonly Record<string, unknown>[]
  ): void {
    const trans = this._trans;
    const sides = [
      { title: trans.__('Recorded'), outputs: recorded },
      { title: trans.__('Now'), outputs: fresh }
    ];
    void dialogs().then(({ showBoth }) =>
      showBoth(trans.__('Cell %1', cell + 1), sides, this._rendermime, trans)
    );
  }

  private get _settings() {
    return this._app.serviceManager.serverSettings;
  }

  private async _start(kind: string, folder: string | null): Promise<void> {
    await this._doing(async path => {
      await this._save();
      await startJob(this._settings, { kind, path, folder });
      this._model.update({ preparation: null });
      this._look();
    });
  }

  /** Do something for the notebook; a failure is shown, never swallowed. */
  private async _doing(what: (path: string) => Promise<void>): Promise<void> {
    const { path } = this._model.state;
    if (path === null) {
      return;
    }
    this._model.update({ failure: '' });
    try {
      await what(path);
    } catch (failure) {
      const said = failure instanceof Error ? failure.message : String(failure);
      const { preparation } = this._model.state;
      this._model.update(
        preparation?.preview === null
          ? { preparation: { ...preparation, problem: said } }
          : { failure: said }
      );
    }
  }

  /** What is run is the file, so it must be what the reader sees. */
  private async _save(): Promise<void> {
    const context = this._notebook()?.context;
    if (context?.model.dirty && !context.model.readOnly) {
      await context.save();
    }
  }

  private _change(changes: readonly { cell: number; change: Change }[]): void {
    const notebook = this._notebook();
    if (notebook === null) {
      return;
    }
    const found = new Map<Cell, Change>();
    for (const { cell, change } of changes) {
      const widget =
        notebook.content.widgets[this._position(notebook, cell)] ?? null;
      if (widget !== null) {
        found.set(widget, change);
      }
    }
    changeTags(notebook.content, found);
  }

  private _position(notebook: NotebookPanel, index: number): number {
    const cell = this._model.state.analysis?.inspection.cells[index];
    return positionOf(notebook.content, cell?.id ?? null, index);
  }
}
