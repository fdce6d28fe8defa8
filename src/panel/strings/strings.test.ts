import { initPluginTranslations, type Resources } from '@grafana/i18n';
import { extract } from '../../../tests/tools/i18n/extract.mjs';
import english from '../locales/en-US/requestjourney-journey-panel.json';
import { strings } from '.';

test('translators get every text: `npm run i18n` has nothing to add', () => {
  expect(english).toEqual(extract('src/panel/strings'));
});

describe('in another language', () => {
  beforeAll(async () => {
    await initPluginTranslations('requestjourney-journey-panel', [async () => marked(english)]);
  });

  test('no word stays English', () => {
    const own = ['hop.kind.call']; // calls are not named
    expect(words(strings).filter(([path, word]) => !word.startsWith('«') && !own.includes(path))).toEqual([]);
  });

  test('counts have the form and the figures of the language', () => {
    expect(strings.service.errors(1)).toBe('«1 error»');
    expect(strings.service.errors(1200)).toBe('«1,200 errors»');
  });

  test('what others named is put in as it is', () => {
    const name = `<b>&amp; {{x}} $t(name) "a"`;
    expect(strings.details.of(name)).toBe(`«Details of ${name}»`);
  });
});

/** A stand-in for a language: its texts differ from the English ones. */
function marked(texts: object): Resources {
  const entries = Object.entries(texts).map(([key, text]) => [
    key,
    typeof text === 'string' ? `«${text}»` : marked(text),
  ]);
  return Object.fromEntries(entries);
}

/** The words that can be read without telling them anything, each with its path. */
function words(tree: object, path: string[] = []): Array<[path: string, word: string]> {
  return Object.entries(tree).flatMap(([name, word]): Array<[string, string]> => {
    const place = [...path, name];
    return typeof word === 'string' ? [[place.join('.'), word]] : typeof word === 'object' ? words(word, place) : [];
  });
}
