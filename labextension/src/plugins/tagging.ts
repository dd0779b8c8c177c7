import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import { Cell } from '@jupyterlab/cells';
import {
  INotebookTracker,
  Notebook,
  NotebookPanel
} from '@jupyterlab/notebook';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { changeTags, chosenWith } from '../lab/notebook';
import { readTags, sectionTags, withSection } from '../model/tags';
import { NAME } from '../tokens';
import { CellSection } from '../widgets/CellSection';

/** The section of each cell: a label and a colour at its edge, a choice in its toolbar. */
export const taggingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-prod:tagging',
  description: 'Shows and sets the section of each cell.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IToolbarWidgetRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    toolbars: IToolbarWidgetRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(NAME);
    tracker.forEach(panel => markCells(panel));
    tracker.widgetAdded.connect((_, panel) => markCells(panel));
    app.commands.addCommand(CommandIDs.tagCells, {
      label: trans.__('Section and step of the selected cells…'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => tracker.currentWidget !== null,
      execute: () => tagSelected(tracker.currentWidget?.content, trans)
    });
    toolbars?.addFactory<Cell>('Cell', 'jupyter-prod-section', cell =>
      createSelect(cell, tracker, trans)
    );
  }
};

/** Keep the label at each cell's edge true. */
function markCells(panel: NotebookPanel): void {
  const notebook = panel.content;
  let planned = 0;
  const mark = () => {
    planned = 0;
    notebook.widgets.forEach(markCell);
  };
  const plan = () => {
    // once a frame: after a paste the cell's widget comes later than its model
    planned = planned || requestAnimationFrame(mark);
  };
  notebook.modelContentChanged.connect(plan);
  notebook.modelChanged.connect(plan);
  notebook.activeCellChanged.connect(plan);
  panel.disposed.connect(() => cancelAnimationFrame(planned));
  plan();
}

function markCell(cell: Cell): void {
  const tags =
    cell.model.type === 'code'
      ? sectionTags(readTags(cell.model.getMetadata('tags')))
      : [];
  const { dataset } = cell.node;
  if (tags.length === 0) {
    delete dataset.prodSection;
    delete dataset.prodLabel;
  } else if (dataset.prodLabel !== tags.join(' ')) {
    dataset.prodSection = tags[0].split(':', 1)[0];
    dataset.prodLabel = tags.join(' ');
  }
}

/** Ask for the section and step of the selected cells, and give it to them in one step. */
async function tagSelected(
  notebook: Notebook | undefined,
  trans: TranslationBundle
): Promise<void> {
  const selected = notebook?.widgets.filter(
    cell => cell.model.type === 'code' && notebook.isSelectedOrActive(cell)
  );
  if (notebook === undefined || selected === undefined) {
    return;
  }
  const tagsOf = (cell: Cell) =>
    sectionTags(readTags(cell.model.getMetadata('tags')));
  const present = [...new Set(selected.flatMap(tagsOf))];
  const { askSection } = await import('../lab/dialogs');
  const only = present.length === 1 ? present[0] : '';
  const section = await askSection(only, trans);
  if (section !== undefined) {
    // what was typed is all of it: a name that is left out is taken away
    const change = (tags: readonly string[]) =>
      withSection(withSection(tags, null), section);
    changeTags(notebook, new Map(selected.map(cell => [cell, change])));
  }
}

function createSelect(
  cell: Cell,
  tracker: INotebookTracker,
  trans: TranslationBundle
): CellSection {
  const choose = (section: string | null) => {
    const notebook = notebookOf(cell, tracker);
    if (notebook !== null) {
      const change = (tags: readonly string[]) => withSection(tags, section);
      changeTags(
        notebook,
        new Map(chosenWith(notebook, cell).map(one => [one, change]))
      );
    }
  };
  return new CellSection(cell, trans, choose);
}

function notebookOf(cell: Cell, tracker: INotebookTracker): Notebook | null {
  const panel = tracker.find(one => one.content.widgets.includes(cell));
  return panel?.content ?? null;
}
