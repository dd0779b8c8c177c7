// Made from the Python side by `python -m tests.lab.test_types`; a test compares them.

/** The notebook as it stands in the browser, saved or not. */
export interface IAnalyseBody {
  path: string;
  notebook: Record<string, unknown>;
}

/** One notebook as it stands in memory: nothing was run. */
export interface IAnalysis {
  inspection: IInspection;
  tagging: ITagging;
  drawing: string;
  readiness: string;
  obstacle: string;
}

/** What one code cell carries, and what it should carry besides. */
export interface ICellTags {
  cell_index: number;
  cell_id: string | null;
  first_line: string;
  present: ITag[];
  proposed: ITag[];
  confidence: number | 'nan' | 'inf' | '-inf';
  reason: string;
}

/** One cell's verdict and, where it differs, how. */
export interface ICellVerdict {
  cell_index: number;
  verdict: string;
  cause: string;
  message: string;
  recorded: Record<string, unknown>[];
  fresh: Record<string, unknown>[];
}

/** One sentence about the project, with its verdict. */
export interface IClaim {
  id: string;
  subject: string;
  status: string;
  rows: number | null;
  tolerance: number | 'nan' | 'inf' | '-inf' | null;
  max_difference: number | 'nan' | 'inf' | '-inf' | null;
  reason: string;
  cell_index: number | null;
  line: number | null;
}

/** A failure that a user can mend; terminal, JSON and lab show the same text. */
export interface IFailure {
  code: string;
  message: string;
  remedy: string;
  notebook: string | null;
  cell_index: number | null;
  line: number | null;
  first_line: string | null;
}

/** What converting again does to one file. */
export interface IFileChange {
  path: string;
  what: string;
  note: string;
}

/** One remark, with the place and the one change to make. */
export interface IFinding {
  code: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  remedy: string;
  cell_index: number | null;
  line: number | null;
}

/** One cell in short. */
export interface IInspectedCell {
  index: number;
  id: string | null;
  kind: string;
  first_line: string;
  raw_tags: string[];
  tags: ITag[];
  execution_count: number | null;
  magics: IMagic[];
}

/** One notebook, looked at without running it. */
export interface IInspection {
  path: string;
  sha256: string;
  kernel_name: string | null;
  language: string;
  nbformat: [number, number];
  cells: IInspectedCell[];
  findings: IFinding[];
  requirements: string[];
  picture: IPicture | null;
}

/** One job as of now; this is the truth, events are only hints. */
export interface IJob {
  id: string;
  kind: string;
  path: string;
  state: string;
  started: number | 'nan' | 'inf' | '-inf';
  folder: string | null;
  ended: number | 'nan' | 'inf' | '-inf' | null;
  step: string;
  done: number;
  total: number;
  detail: string;
  log: string[];
  summary: string;
  result: Record<string, unknown> | null;
  error: IJobError | null;
}

/** A job to start; only a conversion has a folder. */
export interface IJobBody {
  kind: string;
  path: string;
  folder: string | null;
}

/** Why a job failed, with the place in the notebook where there is one. */
export interface IJobError {
  code: string;
  message: string;
  remedy: string;
  cell_index: number | null;
  line: number | null;
}

/** A magic or shell line, and what became of it. */
export interface IMagic {
  place: IPlace;
  text: string;
  action: string;
  reason: string;
}

/** One notebook's verdict; the cell is the first one to look at. */
export interface INotebookVerdict {
  path: string;
  verdict: string;
  cause: string;
  cell_index: number | null;
  message: string;
  cells: ICellVerdict[];
}

/** All that a drawing shows. */
export interface IPicture {
  title: string;
  sections: ISection[];
  threads: IThread[];
}

/** One cell within a section. */
export interface IPictureCell {
  index: number;
  first_line: string;
}

/** Where something stands: the zero-based cell, its id, and the one-based line within it. */
export interface IPlace {
  cell_index: number;
  cell_id: string | null;
  line: number;
}

/** What a conversion would write, as far as reading the notebook tells. */
export interface IPreview {
  folder: string;
  package: string;
  files: IPreviewFile[];
  later: string;
}

/** Where a notebook would be promoted to; without a folder: beside the notebook. */
export interface IPreviewBody {
  path: string;
  folder: string | null;
}

/** One file that a conversion would write. */
export interface IPreviewFile {
  path: string;
  what: string;
  note: string;
  text: string;
}

/** Why there is no answer. */
export interface IRefusal {
  error: IFailure;
  findings: IFinding[];
}

/** Neighbouring cells that belong together; without a role they lie outside of the project. */
export interface ISection {
  role: string;
  title: string;
  cells: IPictureCell[];
  takes: string[];
  gives: string[];
  missing: string[];
  aside: IPictureCell[];
}

/** The answer of `GET /jupyter-prod/status`. */
export interface IStatus {
  schema_version: number;
  version: string;
  python: string;
}

/** `prep:clean_orders` is the role `prep` with the step name `clean_orders`. */
export interface ITag {
  role:
    | 'parameters'
    | 'imports'
    | 'load'
    | 'prep'
    | 'train'
    | 'evaluate'
    | 'predict'
    | 'skip';
  name: string | null;
  guessed: boolean;
}

/** The proposals for one notebook. */
export interface ITagging {
  path: string;
  sha256: string;
  cells: ICellTags[];
  findings: IFinding[];
  refusal: string;
  written: boolean;
}

/** One value's way: from the section that makes or changes it to those that read it. */
export interface IThread {
  name: string;
  source: number;
  readers: number[];
  function: boolean;
}
