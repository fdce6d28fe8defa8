import { t as translate } from '@grafana/i18n';

type Values = Record<string, string | number>;

/** A text in the language of Grafana's user, with its values put in as they are: React shows them as text. */
export function t(key: string, text: string, values?: Values): string {
  return values ? translate(key, text, { ...values, interpolation: { escapeValue: false } }) : translate(key, text);
}

/** How often something is, in words: "2 errors". Other languages may have more forms than these two. */
export function plural(key: string, one: string, other: string, count: number): string {
  return t(key, other, { count, defaultValue_one: one, defaultValue_other: other });
}

/** Facts of one thing, in a row; those there are none of are left out. */
export function joinFacts(...facts: string[]): string {
  return facts.filter(Boolean).join(', ');
}

/** What `spoken` makes of words: those that need nothing to be said can be read. */
type Translated<Words> = {
  readonly [Name in keyof Words]: Words[Name] extends () => infer Word
    ? Word
    : Words[Name] extends (...args: never[]) => unknown
      ? Words[Name]
      : Translated<Words[Name]>;
};

/**
 * Words that are looked up each time they are read: the language is not known
 * yet when this code is loaded.
 */
export function translated<Words extends object>(words: Words): Translated<Words> {
  const getters = {};
  for (const [name, word] of Object.entries(words)) {
    const isFixed = typeof word === 'function' && word.length === 0;
    const value = typeof word === 'object' ? translated(word) : word;
    Object.defineProperty(getters, name, { enumerable: true, ...(isFixed ? { get: word } : { value }) });
  }
  return getters as Translated<Words>;
}
