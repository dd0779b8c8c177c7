import { IJob } from '../../api/types';
import { claims, differences, fraction, latest, seconds } from '../jobs';

const job: IJob = {
  id: '1',
  kind: 'convert',
  path: 'a.ipynb',
  state: 'running',
  started: 100,
  folder: 'a',
  ended: null,
  step: 'run',
  done: 1,
  total: 4,
  detail: '',
  log: [],
  summary: '',
  result: null,
  error: null
};

describe('a job', () => {
  it('tells how far it is, where that is known', () => {
    expect(fraction(job)).toBe(0.25);
    expect(fraction({ ...job, done: 0, total: 1 })).toBeNull();
    expect(fraction({ ...job, done: 9 })).toBe(1);
  });

  it('tells how long it takes', () => {
    expect(seconds(job, 103000)).toBe(3);
    expect(seconds({ ...job, ended: 160 }, 0)).toBe(60);
  });

  it('shows what was refuted first', () => {
    const result = {
      claims: [{ status: 'proven' }, { status: 'refuted' }]
    };
    const found = claims({ ...job, result });
    expect(found.map(claim => claim.status)).toEqual(['refuted', 'proven']);
  });

  it.each([null, {}, { claims: 'none', notebooks: 3 }])(
    'survives a result such as %p',
    result => {
      expect(claims({ ...job, result })).toEqual([]);
      expect(differences({ ...job, result })).toEqual([]);
    }
  );

  it('lists only the cells that do not simply reproduce', () => {
    const cells = [
      { cell_index: 0, verdict: 'reproduces' },
      { cell_index: 1, verdict: 'differs' }
    ];
    const found = differences({ ...job, result: { notebooks: [{ cells }] } });
    expect(found.map(cell => cell.cell_index)).toEqual([1]);
  });

  it('is found by its kind', () => {
    expect(latest([job], 'convert')).toBe(job);
    expect(latest([job], 'check')).toBeNull();
  });
});
