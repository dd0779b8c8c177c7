import { PanelModel } from '../panel';

describe('PanelModel', () => {
  it('tells of each new notebook once', () => {
    const model = new PanelModel();
    const seen: (string | null)[] = [];
    model.changed.connect(({ notebook }) => seen.push(notebook));
    model.notebook = 'service_time.ipynb';
    model.notebook = 'service_time.ipynb';
    model.notebook = null;
    expect(seen).toEqual(['service_time.ipynb', null]);
  });

  it('is silent after its end', () => {
    const model = new PanelModel();
    let calls = 0;
    model.changed.connect(() => calls++);
    model.dispose();
    model.notebook = 'late.ipynb';
    expect(calls).toBe(0);
  });
});
