import '../../testing/browser';
import { createTheme } from '@grafana/data';
import { layout } from '../../layout/layout';
import { labelOf, size } from '../../layout/size';
import { readModel } from '../../model/model';
import { failingJourney, frameOf } from '../../testing/frames';
import { defaultOptions, PanelOptions } from '../../types';
import { styleGraph } from './styledGraph';
import { toSvg } from './svg';

const hostile = [
  frameOf('nodes', [
    { id: 'a', title: '<script>alert("&")</script>', subtitle: ']]>\u0000\u001b[31m' },
    { id: 'b', title: '\ud83d broken &amp; \ud83d\ude00', subtitle: "it's" },
  ]),
  frameOf('edges', [{ id: 'x', source: 'a', target: 'b', mainstat: '<b onload=1>', strokedasharray: '1 4' }]),
];

const icons = new Map([
  ['cube', 'M1 1'],
  ['exclamation-circle', 'M2 2'],
]);

function svgOf(frames = failingJourney(), changed: Partial<PanelOptions> = {}) {
  const options = { ...defaultOptions, ...changed };
  const [result] = readModel(frames).results;
  const label = labelOf(options.hopLabels);
  const graph = layout(size(result.services, result.hops, 'right', label));
  return { result, text: toSvg(graph, styleGraph(result, result, { options }), createTheme(), icons) };
}

function parse(text: string) {
  return new DOMParser().parseFromString(text, 'image/svg+xml');
}

/** An element of the picture as a line, with the theme's colours by their names. */
function shown(element: Element): string {
  const { error, text, border, background, primary } = createTheme().colors;
  const names = { red: error.text, tint: error.transparent, failure: error.main, white: error.contrastText };
  const greys = { text: text.primary, grey: text.secondary, edge: border.strong, faint: border.weak };
  const grounds = { page: background.primary, surface: background.secondary, blue: primary.text };
  const colors = Object.entries({ ...names, ...greys, ...grounds });
  const line = [element, ...element.children].map(({ nodeName, attributes, children, textContent }) =>
    [nodeName, ...[...attributes].map(({ value }) => value), children.length === 0 ? textContent : ''].join(' ').trim()
  );
  return colors.reduce((line, [name, color]) => line.replace(color, name), line.join(' > '));
}

describe('toSvg', () => {
  it.each([
    ['a journey', failingJourney()],
    ['names that are markup', hostile],
  ])('writes well-formed XML for %s', (_, frames) => {
    const svg = parse(svgOf(frames).text);
    expect(svg.querySelector('parsererror')).toBeNull();
    expect(svg.documentElement.nodeName).toBe('svg');
    expect(svg.querySelector('script, image, foreignObject, a, style')).toBeNull();
    expect([...svg.querySelectorAll('*')].flatMap((element) => element.getAttributeNames())).not.toContainEqual(
      expect.stringMatching(/^on|href/)
    );
  });

  it('names every service and draws every hop', () => {
    const { result, text } = svgOf();
    const svg = parse(text);
    const titles = [...svg.querySelectorAll('title')].map((title) => title.textContent);
    expect(titles).toHaveLength(result.services.length);
    expect(titles).toContain('Service ratings, bookinfo, 40 ms spent, 2 errors, 1 log line, Error origin');
    expect(svg.querySelectorAll('path[fill="none"]')).toHaveLength(result.hops.length);
  });

  it('draws the icons of services and of what failed, where they could be had', () => {
    const drawn = [...parse(svgOf().text).querySelectorAll('[data-icon]')].map((icon) =>
      icon.getAttribute('data-icon')
    );
    const count = (name: string) => drawn.filter((other) => other === name).length;
    expect([count('cube'), count('exclamation-circle'), drawn.length]).toEqual([2, 2, 4]);
  });

  it('shows all that the cards and labels on the page do, and how it looks', () => {
    const items = [...parse(svgOf().text).querySelectorAll('g')].map((item) =>
      [...item.children].filter(({ nodeName }) => nodeName !== 'title').map(shown)
    );
    expect(items).toHaveLength(6); // two labels, four cards
    expect(items[1]).toEqual([
      'rect label 0 0 94 22 11 page',
      'rect label 0.5 0.5 93 21 10.5 none red 1',
      'path M2 2 translate(7 5) scale(0.5) red exclamation-circle',
      'text labelText 55 15.4 middle preserve > tspan 12 red 20 ms  ×2',
    ]);
    expect(items[4]).toEqual([
      'rect card 0 0 220 94 6 surface',
      'rect card 0 0 220 94 6 tint',
      'rect card 0.5 0.5 219 93 5.5 none red 1',
      `path M1 1 translate(11 11) scale(${2 / 3}) grey cube`,
      'text name 33 24.5 start preserve > tspan 15 500 text ratings',
      `path M2 2 translate(193 11) scale(${2 / 3}) red exclamation-circle`,
      'text subtitle 11 46.4 start preserve > tspan 12 grey bookinfo',
      'text figures 11 71.5 start preserve > tspan 15 500 text 40 ms > tspan 12 500 red 6 2 errors',
      'text lines 209 70.7 end preserve > tspan 13 grey 1',
      'rect track 11 81 198 4 2 faint',
      'rect busy 60.5 81 82.5 4 2 red',
      'rect badge 126 -9 81 18 9 failure',
      'text badgeText 166.5 4.4 middle preserve > tspan 12 500 white Error origin',
    ]);
    expect(items[5].slice(0, 2)).toEqual(['rect card 0 0 220 94 6 page', 'rect card 1 1 218 92 5 none edge 2 6 4']);
  });

  it('shows names as they are, as text', () => {
    expect(parse(svgOf(hostile).text).documentElement.textContent).toContain('<script>alert("&")</script>');
  });

  it('says on hops what the options say', () => {
    expect(svgOf(failingJourney(), { hopLabels: 'calls' }).text).toContain('×2  100%');
    expect(svgOf(failingJourney(), { hopLabels: 'percentiles' }).text).toContain('20 ms / 20 ms');
    expect(parse(svgOf(failingJourney(), { hopLabels: 'none' }).text).querySelectorAll('rect[rx="11"]')).toHaveLength(
      0
    );
  });
});
