import { ServerConnection } from '@jupyterlab/services';

import { requestAPI } from './request';
import { IStatus } from './types';

/** What is installed on the server. */
export function fetchStatus(
  settings: ServerConnection.ISettings
): Promise<IStatus> {
  return requestAPI<IStatus>('status', settings);
}
