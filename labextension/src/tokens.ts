/** The name of the extension: its translation domain, and the start of every id. */
export const NAME = 'jupyter-prod';

/** The version of this panel; a test keeps it equal to `package.json`. */
export const VERSION = '0.1.0';

/** What a user can do in the panel; the panel itself does nothing. */
export interface IPanelActions {
  goToCell(index: number): void;
  /** Give cells a section, with the name of its step or without, or take it away; one step to undo. */
  tagCells(indices: readonly number[], section: string | null): void;
  /** Name the step that the cells of a role make, or take the name away; one step to undo. */
  nameStep(indices: readonly number[], role: string, name: string): void;
  /** Add suggested tags; one step to undo. */
  accept(
    suggestions: readonly { cell: number; tags: readonly string[] }[]
  ): void;
  reject(key: string): void;
  prepare(folder: string | null): void;
  abandon(): void;
  promote(folder: string): void;
  check(): void;
  cancel(job: string): void;
  openFolder(path: string): void;
  showFile(path: string, text: string): void;
  showPicture(svg: string): void;
  compare(
    cell: number,
    recorded: readonly Record<string, unknown>[],
    fresh: readonly Record<string, unknown>[]
  ): void;
}
