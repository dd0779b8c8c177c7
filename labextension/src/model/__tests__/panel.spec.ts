import { IAnalysis, IJob } from '../../api/types';
import { obstacle, PanelModel } from '../panel';

const words = { none: 'none', busy: 'busy', waiting: 'waiting' };
const finding = {
  code: 'NB106',
  severity: 'error' as const,
  message: 'no notebook',
  remedy: '',
  cell_index: null,
  line: null
};

describe('PanelModel', () => {
  it('tells of each new notebook once', () => {
    const model = new PanelModel();
    const seen: (string | null)[] = [];
    model.changed.connect(({ state }) => seen.push(state.notebook));
    model.open('a.ipynb', 'x/a.ipynb');
    model.open('a.ipynb', 'x/a.ipynb');
    model.open(null, null);
    expect(seen).toEqual(['a.ipynb', null]);
  });

  it('forgets what it knew of the last notebook, not of the server', () => {
    const model = new PanelModel();
    const server = { kind: 'ready' as const, version: '1' };
    model.open('a.ipynb', 'a.ipynb');
    model.update({ server, problem: finding, rejected: new Set(['x']) });
    model.open('b.ipynb', 'b.ipynb');
    expect(model.state.problem).toBeNull();
    expect(model.state.rejected.size).toBe(0);
    expect(model.state.server).toBe(server);
  });

  it('is silent after its end', () => {
    const model = new PanelModel();
    let calls = 0;
    model.changed.connect(() => calls++);
    model.dispose();
    model.open('late.ipynb', 'late.ipynb');
    expect(calls).toBe(0);
  });
});

describe('obstacle', () => {
  const model = new PanelModel();
  const analysis = { obstacle: '' } as IAnalysis;
  const ready = { ...model.state, path: 'a.ipynb', analysis };

  it('lets a ready notebook through', () => {
    expect(obstacle(ready, words)).toBe('');
  });

  it.each([
    [{ path: null }, 'none'],
    [{ jobs: [{ state: 'running' } as IJob] }, 'busy'],
    [{ problem: finding }, 'no notebook'],
    [{ analysis: null }, 'waiting'],
    [{ analysis: { obstacle: 'tag a cell' } as IAnalysis }, 'tag a cell']
  ])('names what is in the way: %p', (change, why) => {
    expect(obstacle({ ...ready, ...change }, words)).toBe(why);
  });
});
