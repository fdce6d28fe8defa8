import { baselineOf, fitRuns, Run, shownWhole, Text, widthOf } from './parts';

const run = (text: string, more: Partial<Run> = {}): Run => ({ role: text, text, size: 10, ink: 'text', ...more });
const line = (maxWidth: number, ...runs: Run[]): Text => ({
  ...{ kind: 'text', role: 'x', align: 'start', x: 5, y: 0, height: 20, clips: true },
  ...{ maxWidth, runs },
});

/** Ten pixels a character. */
const measure = (text: string) => [...text].length * 10;
const fitted = (text: Text) => fitRuns(text, measure).map(({ text, at }) => `${text} at ${at}`);

describe('words on one line', () => {
  it.each([
    ['follow each other, with gaps between them', line(100, run('ab'), run('cd', { gap: 4 })), ['ab at 0', 'cd at 24']],
    [
      'end in an ellipsis where the room does',
      line(60, run('ab'), run('cdefgh', { gap: 4 })),
      ['ab at 0', 'cd… at 24'],
    ],
    ['are shown whole when nothing is to be cut', { ...line(10, run('abcd')), clips: false }, ['abcd at 0']],
    ['are left out when not even one letter fits', line(40, run('ab'), run('cd', { gap: 4 })), ['ab at 0']],
    ['that come after a cut are left out', line(30, run('abcd'), run('x')), ['ab… at 0']],
    ['are cut between characters', line(30, run('😀😀😀😀')), ['😀😀… at 0']],
    ['begin without a gap', line(30, run('ab', { gap: 9 })), ['ab at 0']],
  ])('%s', (_, text, shown) => {
    expect(fitted(text)).toEqual(shown);
  });

  it('stand on a line that their largest letters make', () => {
    expect(baselineOf(line(100, run('a'), run('b', { size: 15 })))).toBeCloseTo(15.46);
  });
});

describe('the width of words', () => {
  it('grows with them, and with wide letters', () => {
    const widths = ['', 'ill', 'aaa', 'AAA', 'mmm', 'WWW', '注文票'].map((text) => widthOf(text, 10));
    expect(widths.map(Math.round)).toEqual([0, 11, 18, 20, 27, 31, 32]);
    expect(widthOf('aaa', 20)).toBe(2 * widthOf('aaa', 10));
  });

  it('makes room for words that are not to be cut', () => {
    const badge = shownWhole(
      { role: 'badge', align: 'middle', x: 0, y: 0, height: 18 },
      run('Error origin', { size: 12 })
    );
    expect(badge.maxWidth).toBe(69);
    expect(fitted({ ...badge, maxWidth: 1 })).toEqual(['Error origin at 0']);
  });
});
