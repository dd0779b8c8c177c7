import {
  ICellVerdict,
  IClaim,
  IFileChange,
  IJob,
  INotebookVerdict
} from '../api/types';

/** Whether the job still works. */
export function isRunning(job: IJob | null): boolean {
  return job !== null && job.state === 'running';
}

/** The latest job of that kind. */
export function latest(jobs: readonly IJob[], kind: string): IJob | null {
  return jobs.find(job => job.kind === kind) ?? null;
}

/** How far the step is, from 0 to 1; null where nobody knows. */
export function fraction(job: IJob): number | null {
  return job.total > 1 ? Math.min(job.done / job.total, 1) : null;
}

/** Seconds between start and end, or now. */
export function seconds(job: IJob, now: number): number {
  const end = job.ended === null ? now / 1000 : Number(job.ended);
  return Math.max(0, Math.round(end - Number(job.started)));
}

/** The claims of a conversion, what went wrong first. */
export function claims(job: IJob): IClaim[] {
  const order = ['refuted', 'not checked', 'proven'];
  const found = listed<IClaim>(job.result?.claims);
  return [...found].sort(
    (one, other) => order.indexOf(one.status) - order.indexOf(other.status)
  );
}

/** The files of a conversion that somebody must look at. */
export function conflicts(job: IJob): IFileChange[] {
  return listed<IFileChange>(job.result?.changes).filter(
    change => change.what === 'conflict'
  );
}

/** The cells of a check that do not simply reproduce. */
export function differences(job: IJob): ICellVerdict[] {
  const [notebook] = listed<INotebookVerdict>(job.result?.notebooks);
  return (notebook?.cells ?? []).filter(cell => cell.verdict !== 'reproduces');
}

function listed<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}
