import { judgeFailure, judgeStatus } from '../server';

const status = { schema_version: 1, version: '0.1.0', python: '3.11.7' };

describe('judgeStatus', () => {
  it('is ready when panel and server have one version', () => {
    expect(judgeStatus(status, '0.1.0')).toEqual({
      kind: 'ready',
      version: '0.1.0'
    });
  });

  it('notices a panel that an upgrade left behind', () => {
    expect(judgeStatus({ ...status, version: '0.2.0' }, '0.1.0')).toEqual({
      kind: 'mismatch',
      version: '0.2.0',
      panelVersion: '0.1.0'
    });
  });

  it.each([null, undefined, 'a login page', {}, { version: 1 }])(
    'does not believe %p',
    answer => {
      expect(judgeStatus(answer, '0.1.0').kind).toBe('unreachable');
    }
  );
});

describe('judgeFailure', () => {
  it('keeps the words of the server', () => {
    expect(judgeFailure(new Error('Not Found'))).toEqual({
      kind: 'unreachable',
      reason: 'Not Found'
    });
  });
});
