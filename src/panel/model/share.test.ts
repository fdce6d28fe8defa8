import { journeyPath, pageToShare, selectionOfText, selectionToText } from './share';

it('leads to the app’s page about a journey', () => {
  expect(journeyPath({ traceId: 'abc', range: { from: 1, to: 2 }, datasource: 'rj' })).toBe(
    '/a/requestjourney-journey-app/journeys?trace=abc&from=1&to=2&ds=rj'
  );
  expect(journeyPath({ traceId: 'abc' })).toBe('/a/requestjourney-journey-app/journeys?trace=abc');
});

describe('pageToShare', () => {
  const page = 'https://grafana/sub/a/requestjourney-journey-app/journeys';

  it('keeps the question and fixes its time', () => {
    jest.useFakeTimers({ now: 10_000_000 });
    const { searchParams, pathname } = new URL(pageToShare(`${page}?logql=%7Ba%3D%22b%22%7D&from=now-1h`, 'abc'));
    jest.useRealTimers();
    expect(pathname).toBe('/sub/a/requestjourney-journey-app/journeys');
    expect(Object.fromEntries(searchParams)).toEqual({
      logql: '{a="b"}',
      trace: 'abc',
      from: String(10_000_000 - 3_600_000),
      to: '10000000',
    });
  });

  it('shares nothing that lets anybody in', () => {
    const shared = pageToShare(
      'https://ada:secret@grafana/a/requestjourney-journey-app/journeys?from=5&to=6&auth_token=secret',
      'abc'
    );
    expect(shared).toBe('https://grafana/a/requestjourney-journey-app/journeys?from=5&to=6&trace=abc');
  });

  it('leaves a time that is fixed already', () => {
    const { searchParams } = new URL(pageToShare(`${page}?from=5&to=6&journeySelection=hop%3Aa`, 'abc'));
    expect(Object.fromEntries(searchParams)).toEqual({ from: '5', to: '6', journeySelection: 'hop:a', trace: 'abc' });
  });
});

describe('a selection in an address', () => {
  it('is read as it was written, whatever its ID holds', () => {
    const selection = { type: 'step' as const, id: 'log a:b 1.5 two\nlines' };
    expect(selectionOfText(selectionToText(selection))).toEqual(selection);
  });

  it.each([undefined, null, '', 'hop', 'hop:', 'planet:mars', true, 3])('is none in %p', (text) => {
    expect(selectionOfText(text)).toBeUndefined();
  });
});
