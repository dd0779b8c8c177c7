import { ServerConnection } from '@jupyterlab/services';

import { requestAPI } from './request';
import {
  IAnalyseBody,
  IAnalysis,
  IJob,
  IJobBody,
  IPreview,
  IPreviewBody,
  IRefusal,
  IStatus
} from './types';

type Settings = ServerConnection.ISettings;

/** What is installed on the server. */
export function fetchStatus(settings: Settings): Promise<IStatus> {
  return requestAPI<IStatus>('status', settings);
}

/** Findings, cells, picture and suggestions of a notebook in memory. */
export function analyse(
  settings: Settings,
  body: IAnalyseBody
): Promise<IAnalysis | IRefusal> {
  return requestAPI('analysis', settings, posted(body));
}

/** The files that a promotion would write. */
export function preview(
  settings: Settings,
  body: IPreviewBody
): Promise<IPreview | IRefusal> {
  return requestAPI('preview', settings, posted(body));
}

/** The notebook's latest job of each kind, newest first. */
export function fetchJobs(settings: Settings, path: string): Promise<IJob[]> {
  return requestAPI(`jobs?path=${encodeURIComponent(path)}`, settings);
}

/** The job that was started. */
export function startJob(settings: Settings, body: IJobBody): Promise<IJob> {
  return requestAPI('jobs', settings, posted(body));
}

/** The job, when all its processes are gone. */
export function cancelJob(settings: Settings, id: string): Promise<IJob> {
  return requestAPI(`jobs/${id}`, settings, { method: 'DELETE' });
}

function posted(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}
