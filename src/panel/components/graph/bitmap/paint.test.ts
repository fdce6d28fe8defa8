import '../../../testing/browser';
import { createTheme } from '@grafana/data';
import { WrittenCanvas } from '../../../testing/canvas';
import { drawnElements } from '../../../testing/drawn';
import { MARK_CLASSES } from '../marks';
import { far, near, Paintable } from './paint';

const theme = createTheme();
const { services, hops } = drawnElements();
const everywhere = { left: -1000, top: -1000, right: 5000, bottom: 5000 };

/** Icons by their own names. */
const icons = new Map(['cube', 'signin', 'eye-slash', 'align-left', 'exclamation-circle'].map((name) => [name, name]));

/** What is painted of the things whose names match, with the theme's colours by their names. */
function paintable(paint: typeof near, items: Partial<Paintable>, area = everywhere): string[] {
  const canvas = new WrittenCanvas();
  paint({ services: [], hops: [], icons, theme, ...items })(canvas as unknown as CanvasRenderingContext2D, area);
  return canvas.drawn.map((line) => named.reduce((text, [color, name]) => text.replace(color, name), line));
}

const { error, text, border, background, primary } = theme.colors;
const named = [
  [error.transparent, 'tint'],
  [error.main, 'failure'],
  [error.contrastText, 'white'],
  [error.text, 'red'],
  [text.secondary, 'grey'],
  [text.disabled, 'pale'],
  [text.primary, 'text'],
  [border.strong, 'edge'],
  [border.weak, 'faint'],
  [background.primary, 'page'],
  [background.secondary, 'surface'],
  [primary.text, 'blue'], // as primary.border is
] as const;

/** The service of a name, with its card at the origin. */
function called(name: string) {
  return services
    .filter(({ service }) => service.name === name)
    .map((drawn) => ({ ...drawn, place: { ...drawn.place, x: 0, y: 0 } }));
}

describe('the moving picture', () => {
  it('shows all that the card of an error’s origin does', () => {
    expect(paintable(near, { services: called('ratings') })).toEqual([
      'fill 220×94 at 0,0 round by 6 surface',
      'fill 220×94 at 0,0 round by 6 tint',
      'line 219×93 at 0.5,0.5 round by 5.5 1 px red',
      'fill cube at 11,11 ×0.67 grey',
      '"ratings" at 33,24.46 500 15px text',
      'fill exclamation-circle at 193,11 ×0.67 red',
      '"bookinfo" at 11,46.37 400 12px grey',
      '"40 ms" at 11,71.46 500 15px text',
      '"2 errors" at 54.5,71.46 500 12px red',
      'fill align-left at 182,59 ×0.58 grey',
      '"1" at 202.5,70.73 400 13px grey',
      'fill 198×4 at 11,81 round by 2 faint',
      'fill 82.5×4 at 60.5,81 round by 2 red',
      'fill 81×18 at 126,-9 round by 9 failure',
      '"Error origin" at 130.5,4.37 500 12px white',
    ]);
  });

  it('shows a service without spans by its dashed edge', () => {
    expect(paintable(near, { services: called('audit') })).toEqual([
      'fill 220×94 at 0,0 round by 6 page',
      'line 218×92 at 1,1 round by 5 2 px edge dashed 6 4',
      'fill eye-slash at 11,11 ×0.67 grey',
      '"audit" at 33,24.46 500 15px text',
      '"bookinfo" at 11,46.37 400 12px grey',
      '"sent no spans" at 11,70 400 11px grey',
      'fill align-left at 182,59 ×0.58 grey',
      '"1" at 202.5,70.73 400 13px grey',
      'fill 198×4 at 11,81 round by 2 faint',
      'fill 2.97×4 at 205.7,81 round by 2 blue',
    ]);
  });

  it('shows lines, heads and labels of hops', () => {
    const [, failed] = hops;
    const { path, arrow, label } = failed.place;
    const [x, y] = [label.x - 47, label.y - 11];
    expect(paintable(near, { hops: [failed] })).toEqual([
      expect.stringMatching(`^line ${path} at 0,0 1.95\\d* px red$`),
      `fill ${arrow} at 0,0 red`,
      `fill 94×22 at ${x},${y} round by 11 page`,
      `line 93×21 at ${x + 0.5},${y + 0.5} round by 10.5 1 px red`,
      `fill exclamation-circle at ${x + 7},${y + 5} ×0.5 red`,
      `"20 ms  ×2" at ${x + 28},${y + 15.37} 400 12px red`,
    ]);
  });

  it('dims what is out of the way, but for labels, through which lines would run', () => {
    const dim = { marks: MARK_CLASSES.dim };
    const cards = paintable(near, { services: [{ ...called('gateway')[0], ...dim }] });
    expect(cards.every((line) => line.endsWith(', opacity 0.25'))).toBe(true);
    const hop = paintable(near, { hops: [{ ...hops[1], ...dim }] });
    expect(hop.map((line) => /\S+(, opacity .*)?$/.exec(line)![0])).toEqual([
      'red, opacity 0.25',
      'red, opacity 0.25',
      'page',
      'faint',
      'pale',
      'pale',
    ]);
  });

  it('has a ring around what is marked', () => {
    const [service] = called('gateway');
    const ring = 'line 226×100 at -3,-3 round by 9 2 px blue';
    expect(paintable(near, { services: [{ ...service, marks: MARK_CLASSES.current }] })[0]).toBe(ring);
    expect(paintable(near, { services: [{ ...service, selected: true }] })[0]).toBe(ring);
    expect(paintable(near, { services: [service] }).filter((line) => line.endsWith('px blue'))).toEqual([]);
  });

  it('is painted only where it is asked for', () => {
    const [{ area }] = called('ratings');
    const beside = { left: area.right + 25, top: area.top, right: area.right + 100, bottom: area.bottom };
    expect(paintable(near, { services, hops }, beside)).toEqual([]);
  });
});

describe('the picture from afar', () => {
  it('shows names, how services fared, which sent no spans and where the error began', () => {
    const drawn = ['productpage', 'ratings', 'audit'].map((name) => paintable(far, { services: called(name) }));
    expect(drawn).toEqual([
      [
        'fill 220×94 at 0,0 round by 0 surface',
        'line 218×92 at 1,1 round by 0 2 px edge',
        '"productpage" at 16,57.19 400 28px text',
      ],
      [
        'fill 220×94 at 0,0 round by 0 surface',
        'line 212×86 at 4,4 round by 0 8 px red',
        '"ratings" at 16,57.19 400 28px text',
        'fill 149×34 at 59,-20 round by 17 failure',
        '"Error origin" at 67.5,5.01 500 22px white',
      ],
      [
        'fill 220×94 at 0,0 round by 0 page',
        'line 218×92 at 1,1 round by 0 2 px edge dashed 16 12',
        '"audit" at 16,57.19 400 28px text',
      ],
    ]);
  });

  it('shows hops without heads and labels', () => {
    expect(paintable(far, { hops: [hops[0]] })).toEqual([`line ${hops[0].place.path} at 0,0 1.5 px pale`]);
  });
});
