import { describeParts } from '../testing/parts';
import { CardContents, cardParts } from './card';
import { farCardParts } from './farCard';
import { labelParts } from './label';

const ratings: CardContents = {
  name: 'ratings',
  subtitle: 'bookinfo',
  icon: 'cube',
  ink: 'error',
  isBad: true,
  status: 'exclamation-circle',
  isPlaceholder: false,
  isStack: false,
  figure: { unit: '', value: '40 ms' },
  trouble: '2 errors',
  lines: { count: '1', title: '1 log line' },
  badge: { text: 'Error origin', ink: 'failure', isFilled: true },
  track: { busy: { from: 0.25, to: 0.75, ink: 'error' }, title: 'Busy from 30 ms to 90 ms of 120 ms' },
};
const quiet: CardContents = {
  ...{ ...ratings, ink: 'secondary', isBad: false, status: '', trouble: '' },
  ...{ subtitle: '', lines: undefined, badge: undefined, track: {} },
};
const size = { width: 222, height: 94 };
const state = { isMarked: false, radius: 6 };
const parts = (contents: CardContents, height = size.height, isMarked = false) =>
  describeParts(cardParts(contents, { ...size, height }, { ...state, isMarked }));

describe('a card', () => {
  it('shows where an error began, how long it took, when, and how many lines there are', () => {
    expect(parts(ratings)).toEqual([
      'card: 222×94 at 0,0, round by 6, surface + failureTint, 1 px error',
      'kind: icon cube of 16 at 11,11, secondary',
      'name: name "ratings" 15 medium text, start at 33,9 in 156×20',
      'status: icon exclamation-circle of 16 at 195,11, error',
      'subtitle: subtitle "bookinfo" 12 secondary, start at 11,34 in 200×16',
      'figures: figure "40 ms" 15 medium text | trouble "2 errors" 12 medium error, start at 11,56 in 167×20',
      'linesIcon: icon align-left of 14 at 184,59, secondary (1 log line)',
      'lines: lines "1" 13 secondary, end at 211,56 in 9×20 (1 log line)',
      'track: 200×4 at 11,81, round by 2, faint (Busy from 30 ms to 90 ms of 120 ms)',
      'busy: 100×4 at 61,81, round by 2, error (Busy from 30 ms to 90 ms of 120 ms)',
      'badge: 81×18 at 128,-9, round by 9, failure',
      'badgeText: badge "Error origin" 12 medium onFailure, middle at 168.5,-9 in 69×18',
    ]);
  });

  it('of a quiet service is its name and its figure', () => {
    expect(parts(quiet, 76)).toEqual([
      'card: 222×76 at 0,0, round by 6, surface, 1 px edge',
      'kind: icon cube of 16 at 11,11, secondary',
      'name: name "ratings" 15 medium text, start at 33,9 in 178×20',
      'figures: figure "40 ms" 15 medium text, start at 11,36 in 200×20',
      'track: 200×4 at 11,63, round by 2, faint',
    ]);
  });

  it('of a service that sent no spans is only a place', () => {
    const ghost = { ...quiet, isPlaceholder: true, icon: 'eye-slash', figure: { unit: 'sent no spans', value: '' } };
    expect(parts({ ...ghost, lines: ratings.lines }, 76)).toEqual([
      'card: 222×76 at 0,0, round by 6, page, 2 px edge dashed 6 4',
      'kind: icon eye-slash of 16 at 11,11, secondary',
      'name: name "ratings" 15 medium text, start at 33,9 in 178×20',
      'figures: unit "sent no spans" 11 secondary, start at 11,36 in 167×20',
      'linesIcon: icon align-left of 14 at 184,39, secondary (1 log line)',
      'lines: lines "1" 13 secondary, end at 211,36 in 9×20 (1 log line)',
      'track: 200×4 at 11,63, round by 2, faint',
    ]);
  });

  it('of a namespace lies on another, and a ring is around what is marked', () => {
    expect(parts({ ...quiet, isStack: true }, 76, true).slice(0, 3)).toEqual([
      'stack: 222×76 at 4,4, round by 6, surface, 1 px edge',
      'ring: 230×84 at -4,-4, round by 10, open, 2 px marked',
      'card: 222×76 at 0,0, round by 6, page, 1 px edge',
    ]);
  });

  it('says how a service differs from another journey', () => {
    const badge = { text: '12 ms slower', icon: 'arrow-up', ink: 'warning', isFilled: false } as const;
    expect(parts({ ...quiet, badge }, 76).slice(-3)).toEqual([
      'badge: 113×20 at 96,-9, round by 10, page, 1 px warning',
      'badgeIcon: icon arrow-up of 12 at 102,-5, warning',
      'badgeText: badge "12 ms slower" 12 medium warning, middle at 160.5,-9 in 85×20',
    ]);
  });

  it.each([
    ['began before the journey and has not ended', { from: -1, to: 2 }, [11, 200]],
    ['was too short to be seen', { from: 0.5, to: 0.5 }, [111, 3]],
    ['was too short to be seen, at the end', { from: 1, to: 1 }, [208, 3]],
  ])('has a bar that stays within its track: it %s', (_, busy, [x, width]) => {
    const drawn = cardParts({ ...quiet, track: { busy: { ...busy, ink: 'busy' } } }, size, state);
    expect(drawn.at(-1)).toMatchObject({ role: 'busy', x, width });
  });

  it('has the author’s colour', () => {
    const figure = { unit: 'p95', value: '40 ms', color: '#123456' };
    expect(parts({ ...quiet, figure }, 76).find((part) => part.startsWith('figures'))).toContain('medium #123456');
  });
});

describe('a card from afar', () => {
  const far = (contents: CardContents, isMarked = false) => describeParts(farCardParts(contents, size, isMarked));

  it('shows its name, how it fared, and that the error began there', () => {
    expect(far(ratings)).toEqual([
      'card: 222×94 at 0,0, round by 0, surface, 8 px error',
      'name: name "ratings" 28 text, start at 16,29 in 198×36',
      'badge: 149×34 at 61,-20, round by 17, failure',
      'badgeText: badge "Error origin" 22 medium onFailure, middle at 135.5,-20 in 125×34',
    ]);
  });

  it('of a service without spans is dashed, and has a ring when it is marked', () => {
    expect(far({ ...quiet, isPlaceholder: true }, true)).toEqual([
      'ring: 242×114 at -10,-10, round by 0, open, 10 px marked',
      'card: 222×94 at 0,0, round by 0, page, 2 px edge dashed 16 12',
      'name: name "ratings" 28 text, start at 16,29 in 198×36',
    ]);
  });
});

describe('the label of a hop', () => {
  const failed = { text: '20 ms  ×2', icon: 'exclamation-circle', ink: 'error', isPlain: false } as const;

  it('has an icon and a colour when calls failed', () => {
    expect(describeParts(labelParts(failed, { isMarked: false, isDim: false }))).toEqual([
      'label: 94×22 at 0,0, round by 11, page, 1 px error',
      'labelIcon: icon exclamation-circle of 12 at 7,5, error',
      'labelText: label "20 ms  ×2" 12 error, middle at 55,0 in 64×22',
    ]);
  });

  it('is plain when all went well, and has a ring when it is marked', () => {
    const plain = { text: '20 ms', icon: '', ink: 'secondary', isPlain: true } as const;
    expect(describeParts(labelParts(plain, { isMarked: true, isDim: false }))).toEqual([
      'ring: 61×30 at -4,-4, round by 15, open, 2 px marked',
      'label: 53×22 at 0,0, round by 11, page, 1 px faint',
      'labelText: label "20 ms" 12 text, middle at 26.5,0 in 39×22',
    ]);
  });

  it('loses its colour when it is out of the way', () => {
    expect(describeParts(labelParts(failed, { isMarked: false, isDim: true }))).toEqual([
      'label: 94×22 at 0,0, round by 11, page, 1 px faint',
      'labelIcon: icon exclamation-circle of 12 at 7,5, disabled',
      'labelText: label "20 ms  ×2" 12 disabled, middle at 55,0 in 64×22',
    ]);
  });
});
