import { Cell } from '@jupyterlab/cells';
import { Notebook, NotebookPanel } from '@jupyterlab/notebook';

import { readTags } from '../model/tags';

/** The notebook as it stands in memory; of outputs only what findings look at. */
export function inMemory(panel: NotebookPanel): Record<string, unknown> {
  const content = panel.content.model?.sharedModel.toJSON();
  const notebook = (content ?? {}) as unknown as Record<string, unknown>;
  const cells = Array.isArray(notebook.cells) ? notebook.cells : [];
  return { ...notebook, cells: cells.map(lightCell) };
}

function lightCell(cell: Record<string, unknown>): Record<string, unknown> {
  const outputs = cell.outputs;
  return Array.isArray(outputs)
    ? { ...cell, outputs: outputs.map(lightOutput) }
    : cell;
}

const LONGEST_TEXT = 20000;

function lightOutput(output: Record<string, unknown>): Record<string, unknown> {
  const light: Record<string, unknown> = { ...output, data: {}, metadata: {} };
  delete light.traceback;
  const text = Array.isArray(output.text)
    ? (output.text as string[]).join('')
    : output.text;
  if (typeof text === 'string') {
    light.text = text.slice(0, LONGEST_TEXT);
  }
  return light;
}

/** The position of the cell with that id now; where it has none, the one it had. */
export function positionOf(
  notebook: Notebook,
  id: string | null,
  index: number
): number {
  const found = notebook.widgets.findIndex(cell => cell.model.id === id);
  return id !== null && found >= 0 ? found : index;
}

/** Put a cell in front of the reader, and the keyboard into the notebook. */
export async function showCell(
  notebook: Notebook,
  index: number
): Promise<void> {
  if (index < 0 || index >= notebook.widgets.length) {
    return;
  }
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');
  notebook.mode = 'command';
  notebook.node.focus();
}

/** Change the tags of cells; all of it is one step to undo. */
export function changeTags(
  notebook: Notebook,
  changes: ReadonlyMap<Cell, (tags: readonly string[]) => string[]>
): void {
  const wanted = new Map<Cell, string[]>();
  changes.forEach((change, cell) => {
    const present = readTags(cell.model.getMetadata('tags'));
    const tags = change(present);
    if (tags.join('\n') !== present.join('\n')) {
      wanted.set(cell, tags);
    }
  });
  // only a transaction of the whole notebook can be undone
  notebook.model?.sharedModel.transact(() => {
    wanted.forEach((tags, cell) => {
      if (tags.length > 0) {
        cell.model.setMetadata('tags', tags);
      } else {
        cell.model.deleteMetadata('tags');
      }
    });
  });
}

/** The cells that a choice is for: the selected ones, when the given one is among them. */
export function chosenWith(notebook: Notebook, cell: Cell): Cell[] {
  const selected = notebook.widgets.filter(one =>
    notebook.isSelectedOrActive(one)
  );
  return selected.includes(cell) ? selected : [cell];
}
