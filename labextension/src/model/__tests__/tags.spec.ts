import { readTags, sectionTags, tagText, withSection, withTags } from '../tags';

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
