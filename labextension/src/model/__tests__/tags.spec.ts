import {
  isStepName,
  readTags,
  sectionTag,
  sectionTags,
  stepName,
  stepText,
  tagText,
  takesName,
  withSection,
  withStep,
  withTags
} from '../tags';

describe('readTags', () => {
  it.each([undefined, null, 'prep', 7, { prep: true }])(
    'takes %p for no tags',
    value => {
      expect(readTags(value)).toEqual([]);
    }
  );

  it('passes over what is no text', () => {
    expect(readTags(['prep', 1, null])).toEqual(['prep']);
  });
});

describe('withSection', () => {
  it('puts one section in place of another and keeps foreign tags', () => {
    expect(withSection(['hide-input', 'prep:clean'], 'train')).toEqual([
      'hide-input',
      'train'
    ]);
  });

  it('keeps the name of a step that stays in its section', () => {
    expect(withSection(['prep:clean'], 'prep')).toEqual(['prep:clean']);
  });

  it('takes the section away', () => {
    expect(withSection(['prep', 'train', 'x'], null)).toEqual(['x']);
  });
});

describe('the name of a step', () => {
  it('comes with a section, in place of another', () => {
    expect(withSection(['x', 'prep:old'], 'prep:clean')).toEqual([
      'x',
      'prep:clean'
    ]);
  });

  it('is given to the cells of its role alone, and taken away again', () => {
    expect(withStep(['x', 'prep', 'train'], 'prep', 'clean')).toEqual([
      'x',
      'prep:clean',
      'train'
    ]);
    expect(withStep(['prep:clean', 'prep:other'], 'prep', '')).toEqual([
      'prep'
    ]);
    expect(withStep(['train'], 'prep', 'clean')).toEqual(['train']);
  });

  it('is read from the tags', () => {
    expect(stepName(['train', 'prep:clean'], 'prep')).toBe('clean');
    expect(stepName(['prep', 'prepare:x'], 'prep')).toBe('');
  });

  it('may be typed with blanks', () => {
    expect(stepText('  clean  the-orders ')).toBe('clean_the_orders');
  });

  it.each(['clean_orders', '_x', 'A1'])('%p may be one', name => {
    expect(isStepName(name)).toBe(true);
  });

  it.each(['', '1st', 'clean orders', 'größe', '<b>', 'a:b'])(
    '%p is none',
    name => {
      expect(isStepName(name)).toBe(false);
    }
  );

  it('belongs to the roles that become functions', () => {
    expect(takesName('prep')).toBe(true);
    expect(takesName('imports')).toBe(false);
    expect(takesName('')).toBe(false);
  });
});

describe('a typed section', () => {
  it.each([
    ['prep', 'prep'],
    [' prep : clean orders ', 'prep:clean_orders'],
    ['skip', 'skip'],
    ['prep:', 'prep']
  ])('%p is %p', (typed, tag) => {
    expect(sectionTag(typed)).toBe(tag);
  });

  it.each(['', 'perp', 'skip:a', 'prep:1st', 'prep:a:b', '<b>prep</b>'])(
    '%p is none',
    typed => {
      expect(sectionTag(typed)).toBeNull();
    }
  );
});

describe('the others', () => {
  it('adds tags once', () => {
    expect(withTags(['a'], ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('knows our tags from foreign ones', () => {
    expect(sectionTags(['prep:x', 'prepare', 'train'])).toEqual([
      'prep:x',
      'train'
    ]);
  });

  it('writes a tag as the notebook has it', () => {
    expect(tagText({ role: 'prep', name: 'clean' })).toBe('prep:clean');
    expect(tagText({ role: 'prep', name: null })).toBe('prep');
  });
});
