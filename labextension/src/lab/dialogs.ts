import { Dialog, InputDialog } from '@jupyterlab/apputils';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { TranslationBundle } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';

import { drawing } from '../model/drawing';
import { ROLES, sectionTag } from '../model/tags';

/** Ask for a section, with the name of a step or without; null takes it away, undefined changes nothing. */
export async function askSection(
  present: string,
  trans: TranslationBundle
): Promise<string | null | undefined> {
  let typed = present;
  const roles = ROLES.join(', ');
  let label = trans.__(
    'A section (%1), and the name of its step if you like. Empty: no section.',
    roles
  );
  for (;;) {
    const { button, value } = await InputDialog.getText({
      title: trans.__('Section of the selected cells'),
      label,
      placeholder: trans.__('prep:clean_orders'),
      text: typed,
      okLabel: trans.__('Set')
    });
    if (!button.accept) {
      return undefined;
    }
    typed = value ?? '';
    const tag = sectionTag(typed);
    if (tag !== null || typed.trim() === '') {
      return tag;
    }
    label = trans.__(
      '“%1” is no section. One of these: %2; a name has letters, digits and underscores.',
      typed,
      roles
    );
  }
}

type Outputs = readonly Record<string, unknown>[];

/** Show the code of a file. */
export function showText(
  title: string,
  text: string,
  trans: TranslationBundle
): void {
  const code = document.createElement('pre');
  code.className = 'jp-Production-code';
  code.tabIndex = 0;
  code.textContent = text;
  show(title, new Widget({ node: code }), trans);
}

/** Show the data-flow picture in its full size. */
export function showPicture(
  title: string,
  svg: string,
  trans: TranslationBundle
): void {
  const frame = document.createElement('div');
  frame.className = 'jp-Production-picture jp-mod-large';
  frame.append(...drawing(svg));
  show(title, new Widget({ node: frame }), trans);
}

/** Show what a cell recorded beside what it gave now. */
export function showBoth(
  title: string,
  sides: readonly { title: string; outputs: Outputs }[],
  rendermime: IRenderMimeRegistry,
  trans: TranslationBundle
): void {
  const body = new Panel();
  body.addClass('jp-Production-both');
  for (const side of sides) {
    const column = new Panel();
    const heading = document.createElement('h3');
    heading.textContent = side.title;
    column.addWidget(new Widget({ node: heading }));
    column.addWidget(outputArea(side.outputs, rendermime, trans));
    body.addWidget(column);
  }
  show(title, body, trans);
}

function outputArea(
  outputs: Outputs,
  rendermime: IRenderMimeRegistry,
  trans: TranslationBundle
): Widget {
  if (outputs.length === 0) {
    const nothing = document.createElement('p');
    nothing.textContent = trans.__('Nothing');
    return new Widget({ node: nothing });
  }
  // they come from a file: not trusted, so no script of theirs runs
  const model = new OutputAreaModel({ trusted: false });
  outputs.forEach(output =>
    model.add(output as Parameters<typeof model.add>[0])
  );
  return new SimplifiedOutputArea({ model, rendermime });
}

function show(title: string, body: Widget, trans: TranslationBundle): void {
  const dialog = new Dialog({
    title,
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('jp-Production-dialog');
  void dialog.launch();
}
