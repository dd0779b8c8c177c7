import {
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ServerConnection } from '@jupyterlab/services';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import { Title, Widget } from '@lumino/widgets';

import { fetchStatus } from '../api/client';
import { CommandIDs } from '../commands';
import { promoteIcon } from '../icons';
import { PanelModel } from '../model/panel';
import { judgeFailure, judgeStatus } from '../model/server';
import { NAME, VERSION } from '../tokens';
import { PromotePanel } from '../widgets/PromotePanel';

/** The sidebar with its command; works in JupyterLab and in Notebook 7. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-prod:plugin',
  description: 'A sidebar that promotes the open notebook to production.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const model = new PanelModel();
    const panel = createPanel(model, trans);
    app.shell.add(panel, 'right', { rank: 900, type: 'Production' });
    restorer?.add(panel, panel.id);

    const stopFollowing = followNotebook(tracker, model);
    panel.disposed.connect(() => {
      stopFollowing();
      model.dispose();
    });

    addOpenCommand(app, panel, trans);
    palette?.addItem({
      command: CommandIDs.openPanel,
      category: trans.__('Production')
    });
    void askServer(app.serviceManager.serverSettings, model);
  }
};

function createPanel(model: PanelModel, trans: TranslationBundle): Widget {
  const panel = new PromotePanel(model, trans);
  panel.id = 'jupyter-prod-panel';
  panel.title.icon = promoteIcon;
  panel.title.caption = trans.__('Promote to production');
  return panel;
}

function addOpenCommand(
  app: JupyterFrontEnd,
  panel: Widget,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Promote to production'),
    caption: trans.__('Show the panel that promotes this notebook'),
    icon: promoteIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => app.shell.activateById(panel.id)
  });
}

/** Keeps the model's notebook the one in front, through switches and renames; returns the end. */
function followNotebook(
  tracker: INotebookTracker,
  model: PanelModel
): () => void {
  let title: Title<Widget> | null = null;
  const read = () => {
    model.notebook = title?.label ?? null;
  };
  const follow = (_: INotebookTracker, notebook: NotebookPanel | null) => {
    title?.changed.disconnect(read);
    title = notebook?.title ?? null;
    title?.changed.connect(read);
    read();
  };
  tracker.currentChanged.connect(follow);
  follow(tracker, tracker.currentWidget);
  return () => {
    tracker.currentChanged.disconnect(follow);
    title?.changed.disconnect(read);
  };
}

async function askServer(
  settings: ServerConnection.ISettings,
  model: PanelModel
): Promise<void> {
  try {
    model.server = judgeStatus(await fetchStatus(settings), VERSION);
  } catch (failure) {
    model.server = judgeFailure(failure);
  }
}
