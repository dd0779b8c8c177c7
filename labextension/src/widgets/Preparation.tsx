import * as React from 'react';

import { IPreviewFile } from '../api/types';
import type { IPart } from './PromotePanel';

/** What will be made? The folder, the files with their code, and the last question. */
export function Preparation(props: IPart): React.ReactElement | null {
  const { state, actions, trans } = props;
  const prepared = state.preparation;
  const [folder, setFolder] = React.useState(prepared?.folder ?? '');
  if (prepared === null) {
    return null;
  }
  const { preview } = prepared;
  const changed = preview !== null && folder !== preview.folder;
  const waiting = preview === null && prepared.problem === '';
  return (
    <form
      className="jp-Production-part jp-Production-preparation"
      aria-label={trans.__('What will be written')}
      onSubmit={event => {
        event.preventDefault();
        if (preview === null || changed) {
          actions.prepare(folder);
        } else {
          actions.promote(folder);
        }
      }}
    >
      <label>
        {trans.__('Folder of the project')}
        <input
          className="jp-mod-styled"
          value={folder}
          autoFocus
          spellCheck={false}
          onChange={event => setFolder(event.target.value)}
        />
      </label>
      {waiting && <p role="status">{trans.__('Reading the notebook…')}</p>}
      {prepared.problem !== '' && (
        <p role="alert" className="jp-Production-problem">
          {prepared.problem}
        </p>
      )}
      {preview !== null && !changed && (
        <>
          <Files files={preview.files} {...props} />
          <p className="jp-Production-soft">{preview.later}</p>
        </>
      )}
      <div className="jp-Production-buttons">
        <button
          type="submit"
          className="jp-mod-styled jp-mod-accept jp-Production-confirm"
          disabled={waiting || folder.trim() === ''}
        >
          {preview === null || changed
            ? trans.__('Preview this folder')
            : trans.__('Run, write and prove')}
        </button>
        <button
          type="button"
          className="jp-mod-styled jp-mod-reject"
          onClick={() => actions.abandon()}
        >
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

function Files(
  props: IPart & { files: readonly IPreviewFile[] }
): React.ReactElement {
  const { files, actions, trans } = props;
  return (
    <ul
      className="jp-Production-files"
      aria-label={trans.__('Files of the project')}
    >
      {files.map(file => (
        <li key={file.path} data-what={file.what}>
          {file.text === '' ? (
            <span>{file.path}</span>
          ) : (
            <button
              type="button"
              className="jp-Production-link"
              onClick={() => actions.showFile(file.path, file.text)}
            >
              {file.path}
            </button>
          )}{' '}
          <span className="jp-Production-what" title={file.note}>
            {file.what}
          </span>
        </li>
      ))}
    </ul>
  );
}
