import '../../testing/browser';
import { createTheme } from '@grafana/data';
import { layout } from '../../layout/layout';
import { labelOf, size } from '../../layout/size';
import { readModel } from '../../model/model';
import { failingJourney, frameOf } from '../../testing/frames';
import { defaultOptions, PanelOptions } from '../../types';
import { setScene } from './scene';
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
  const [picture] = readModel(frames).pictures;
  const label = labelOf(options.hopLabels);
  const graph = layout(size(picture.services, picture.hops, 'right', label));
  return { picture, text: toSvg(graph, setScene(picture, picture, { options }), createTheme(), icons) };
}

function parse(text: string) {
  return new DOMParser().parseFromString(text, 'image/svg+xml');
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
    const { picture, text } = svgOf();
    const svg = parse(text);
    const titles = [...svg.querySelectorAll('title')].map((title) => title.textContent);
    expect(titles).toHaveLength(picture.services.length);
    expect(titles).toContain('Service ratings, bookinfo, 40 ms spent, 2 errors, 1 log line, Error origin');
    expect(svg.querySelectorAll('path[fill="none"]')).toHaveLength(picture.hops.length);
  });

  it('draws the icons of services and of what failed, where they could be had', () => {
    const drawn = [...parse(svgOf().text).querySelectorAll('[data-icon]')].map((icon) =>
      icon.getAttribute('data-icon')
    );
    const count = (name: string) => drawn.filter((other) => other === name).length;
    expect([count('cube'), count('exclamation-circle'), drawn.length]).toEqual([2, 2, 4]);
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
