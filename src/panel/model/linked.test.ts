import { failingJourney } from '../testing/frames';
import { linkOf, Selection } from './linked';
import { readModel } from './model';

const [result] = readModel(failingJourney()).results;
const finding = (code: string) => result.findings.find((one) => one.code === code)!.key;
const stepKey = (body: RegExp) => result.steps.find((step) => body.test(step.body))!.key;

/** What each view marks, in words. */
function marked(selection: Selection) {
  const { linked } = linkOf(result, selection);
  return {
    graph: linked.graph?.id ?? '',
    steps: result.steps
      .filter(({ key }) => linked.steps.has(key))
      .map(({ kind, spanId }) => `${kind} ${spanId}`.trim()),
    findings: result.findings.filter(({ key }) => linked.findings.has(key)).map(({ code }) => code),
  };
}

describe('a selection marks in all views', () => {
  it.each<[string, Selection, ReturnType<typeof marked>]>([
    [
      'a service',
      { type: 'service', id: 'bookinfo/ratings' },
      { graph: 'bookinfo/ratings', steps: ['span c1', 'log c1', 'span c2'], findings: ['error-origin'] },
    ],
    [
      'a hop',
      { type: 'hop', id: 'bookinfo/productpage→bookinfo/ratings' },
      { graph: 'bookinfo/productpage→bookinfo/ratings', steps: ['span b1', 'span c1', 'span c2'], findings: [] },
    ],
    [
      'a span',
      { type: 'step', id: stepKey(/GET .productpage/) },
      { graph: 'bookinfo/productpage', steps: ['span b1'], findings: [] },
    ],
    [
      'a line',
      { type: 'step', id: stepKey(/no database/) },
      { graph: 'bookinfo/ratings', steps: ['log c1'], findings: [] },
    ],
    [
      'a finding',
      { type: 'finding', id: finding('error-origin') },
      { graph: 'bookinfo/ratings', steps: ['span c1', 'log c1', 'span c2'], findings: ['error-origin'] },
    ],
    ['what is not there', { type: 'step', id: 'gone' }, { graph: '', steps: [], findings: [] }],
  ])('%s', (_, selection, expected) => {
    expect(marked(selection)).toEqual(expected);
  });

  it('a finding that names a span means the span', () => {
    const [first, ...others] = result.findings;
    const named = { ...result, findings: [{ ...first, spanId: 'c2' }, ...others] };
    const { selected } = linkOf(named, { type: 'finding', id: first.key });
    expect(selected).toMatchObject({ type: 'step', step: { spanId: 'c2' }, finding: { code: first.code } });
  });

  it('a finding about nothing that is drawn means itself', () => {
    const lone = { ...result.findings[0], key: 'lone', node: '', spanId: '' };
    const { selected } = linkOf({ ...result, findings: [lone] }, { type: 'finding', id: 'lone' });
    expect(selected).toEqual({ type: 'finding', finding: lone });
  });

  it('the same step after a refresh', () => {
    const [again] = readModel(failingJourney()).results;
    expect(linkOf(again, { type: 'step', id: stepKey(/no database/) }).selected).toMatchObject({
      step: { spanId: 'c1' },
    });
  });
});
