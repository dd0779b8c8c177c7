import { ReactWidget, UseSignal } from '@jupyterlab/apputils';
import { Cell } from '@jupyterlab/cells';
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { readTags, sectionTags } from '../model/tags';
import { SectionSelect } from './SectionSelect';

/** The choice of a section in a cell's toolbar. */
export class CellSection extends ReactWidget {
  constructor(
    cell: Cell,
    trans: TranslationBundle,
    choose: (section: string | null) => void
  ) {
    super();
    this._cell = cell;
    this._trans = trans;
    this._choose = choose;
    this.addClass('jp-Production-toolbar');
  }

  protected override render(): React.ReactElement | null {
    const { model } = this._cell;
    if (model.type !== 'code') {
      return null;
    }
    return (
      <UseSignal signal={model.metadataChanged}>
        {() => (
          <SectionSelect
            sections={sectionTags(readTags(model.getMetadata('tags')))}
            label={this._trans.__('Section of the selected cells')}
            trans={this._trans}
            choose={this._choose}
          />
        )}
      </UseSignal>
    );
  }

  private readonly _cell: Cell;
  private readonly _trans: TranslationBundle;
  private readonly _choose: (section: string | null) => void;
}
