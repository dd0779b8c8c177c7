import { IStatus } from '../api/types';

/** What the panel knows about its server side. */
export type ServerState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly version: string }
  | {
      readonly kind: 'mismatch';
      readonly version: string;
      readonly panelVersion: string;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** The state after an answer: panel and server come in one package, so they must agree. */
export function judgeStatus(
  answer: unknown,
  panelVersion: string
): ServerState {
  if (!isStatus(answer)) {
    return { kind: 'unreachable', reason: 'not a status' };
  }
  // a browser tab left open during an upgrade still runs the old panel
  return answer.version === panelVersion
    ? { kind: 'ready', version: answer.version }
    : { kind: 'mismatch', version: answer.version, panelVersion };
}

/** The state after a failed request. */
export function judgeFailure(failure: unknown): ServerState {
  const reason = failure instanceof Error ? failure.message : String(failure);
  return { kind: 'unreachable', reason };
}

function isStatus(answer: unknown): answer is IStatus {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'version' in answer &&
    typeof answer.version === 'string'
  );
}
