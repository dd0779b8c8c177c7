import {
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ServerConnection } from '@jupyterlab/services';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';

import { fetchStatus } from '../api/client';
import { CommandIDs } from '../commands';
import { promoteIcon } from '../icons';
import { PanelActions } from '../lab/actions';
import { Follower } from '../lab/follower';
import { Watcher } from '../lab/watcher';
import { PanelModel } from '../model/panel';
import { judgeFailure, judgeStatus } from '../model/server';
import { NAME, VERSION } from '../tokens';
import { PromotePanel } from '../widgets/PromotePanel';

/** The sidebar with its commands; works in JupyterLab and in Notebook 7. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-prod:plugin',
  description: 'A sidebar that promotes the open notebook to production.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const model = new PanelModel();
    const panel = createPanel(model, trans);
    wire(app, tracker, rendermime, model, panel, trans);
    app.shell.add(panel, 'right', { rank: 900, type: 'Production' });
    restorer?.add(panel, panel.id);
    addCommands(app, panel, model, trans);
    const category = trans.__('Production');
    for (const command of Object.values(CommandIDs)) {
      palette?.addItem({ command, category });
    }
    void askServer(app.serviceManager.serverSettings, model);
  }
};

function createPanel(
  model: PanelModel,
  trans: TranslationBundle
): PromotePanel {
  const panel = new PromotePanel(model, trans);
  panel.id = 'jupyter-prod-panel';
  panel.title.icon = promoteIcon;
  panel.title.caption = trans.__('Promote to production');
  return panel;
}

/** Give the panel what it follows, watches and does; all of it ends with the panel. */
function wire(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  rendermime: IRenderMimeRegistry,
  model: PanelModel,
  panel: PromotePanel,
  trans: TranslationBundle
): void {
  const { contents, events, serverSettings } = app.serviceManager;
  const follower = new Follower(model, panel, serverSettings, path =>
    contents.localPath(path)
  );
  const watcher = new Watcher(model, panel, serverSettings, events.stream);
  panel.actions = new PanelActions(
    app,
    model,
    () => follower.notebook,
    rendermime,
    () => watcher.look(),
    trans
  );
  const follow = () => follower.follow(tracker.currentWidget);
  tracker.currentChanged.connect(follow);
  panel.shown.connect(() => {
    follower.look();
    watcher.look();
  });
  panel.disposed.connect(() => {
    tracker.currentChanged.disconnect(follow);
    follower.dispose();
    watcher.dispose();
    model.dispose();
  });
  follow();
}

function addCommands(
  app: JupyterFrontEnd,
  panel: PromotePanel,
  model: PanelModel,
  trans: TranslationBundle
): void {
  const describedBy = { args: { type: 'object', properties: {} } };
  const isOpen = () => model.state.path !== null;
  app.commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Promote to production'),
    caption: trans.__('Show the panel that promotes this notebook'),
    icon: promoteIcon,
    describedBy,
    execute: () => app.shell.activateById(panel.id)
  });
  app.commands.addCommand(CommandIDs.promote, {
    label: trans.__('Preview the promotion of this notebook'),
    describedBy,
    isEnabled: isOpen,
    execute: () => {
      app.shell.activateById(panel.id);
      panel.actions?.prepare(null);
    }
  });
  app.commands.addCommand(CommandIDs.check, {
    label: trans.__('Check that this notebook reproduces'),
    describedBy,
    isEnabled: isOpen,
    execute: () => {
      app.shell.activateById(panel.id);
      panel.actions?.check();
    }
  });
}

async function askServer(
  settings: ServerConnection.ISettings,
  model: PanelModel
): Promise<void> {
  try {
    model.update({ server: judgeStatus(await fetchStatus(settings), VERSION) });
  } catch (failure) {
    model.update({ server: judgeFailure(failure) });
  }
}
