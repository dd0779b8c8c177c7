import { IAnalysis, ICellTags, IFinding } from '../../api/types';
import {
  bySection,
  bySeverity,
  isRefusal,
  openSuggestions,
  refusalFinding
} from '../analysis';

const cell = (index: number) => ({
  index,
  first_line: `line ${index}`,
  raw_tags: index === 3 ? ['hidden', 'prep:clean'] : []
});
const section = (role: string, ...indices: number[]) => ({
  role,
  title: '',
  cells: indices.map(cell),
  takes: [],
  gives: [],
  missing: [],
  aside: []
});
const proposal: ICellTags = {
  cell_index: 1,
  cell_id: 'b',
  first_line: 'fit()',
  present: [],
  proposed: [{ role: 'train', name: 'fit_model', guessed: false }],
  confidence: 0.914,
  reason: 'it fits'
};
const analysis = {
  inspection: {
    cells: [0, 1, 2, 3].map(cell),
    picture: { sections: [section('load', 0), section('prep', 3, 1)] }
  },
  tagging: { cells: [{ ...proposal, proposed: [] }, proposal] }
} as unknown as IAnalysis;

describe('an analysis', () => {
  it('has cells by section, from top to bottom', () => {
    const found = bySection(analysis).map(group => [
      group.role,
      group.cells.map(({ index }) => index)
    ]);
    expect(found).toEqual([
      ['load', [0]],
      ['prep', [1, 3]]
    ]);
  });

  it('has the name that the cells of a section give to their step', () => {
    expect(bySection(analysis).map(group => group.step)).toEqual(['', 'clean']);
  });

  it('suggests what nobody has rejected', () => {
    const [found, ...others] = openSuggestions(analysis, new Set());
    expect(others).toEqual([]);
    expect(found.tags).toEqual(['train:fit_model']);
    expect(found.percent).toBe(91);
    expect(openSuggestions(analysis, new Set([found.key]))).toEqual([]);
  });

  it('orders findings by severity and leaves empty groups out', () => {
    const found = bySeverity([
      { severity: 'note' } as IFinding,
      { severity: 'error' } as IFinding
    ]);
    expect(found.map(group => group.severity)).toEqual(['error', 'note']);
  });

  it('is told from a refusal', () => {
    expect(isRefusal(analysis)).toBe(false);
    const error = {
      code: 'NB111',
      message: 'm',
      remedy: 'r',
      notebook: null,
      cell_index: 2,
      line: null,
      first_line: null
    };
    expect(isRefusal({ error, findings: [] })).toBe(true);
    expect(refusalFinding({ error, findings: [] }).cell_index).toBe(2);
  });
});
