/** Everything a user can ask of the extension, by id. */
export const CommandIDs = {
  openPanel: 'jupyter-prod:open-panel',
  promote: 'jupyter-prod:promote',
  check: 'jupyter-prod:check',
  tagCells: 'jupyter-prod:tag-cells'
} as const;
