/** Whose ID a field finds: that of the line's own trace or span, or of another one. */
export type Subject = 'trace' | 'span' | 'other';

interface Mention {
  subject: Subject;
  /** Nothing of unknown length stands behind it. */
  isLast: boolean;
}

/** What the names in a text are about, by the last of them; the text may be part of an expression. */
export function subjectOf(text: string): Subject | undefined {
  return lastMention(text)?.subject;
}

/**
 * What the first group of an expression captures: a key right before it decides, else the field's name, else a key that
 * is farther away.
 */
export function subjectOfGroup(before: string, group: string, name: string): Subject | undefined {
  const key = lastMention(before);
  const subject = key?.isLast ? key.subject : (subjectOf(name) ?? key?.subject);
  const isLong = group.includes('{32}');
  if (subject === 'span' && isLong) {
    return 'trace';
  }
  // 00-<32 digits>-(<16 digits>): the second ID of a traceparent is the span's.
  return subject === 'trace' && !key?.isLast && before.includes('{32}') && /\{16\}/.test(group) && !isLong
    ? 'span'
    : subject;
}

const others = ['parent', 'linked', 'previous', 'caller'];
const notNames = ['stack', 'time', 'life'];

function lastMention(text: string): Mention | undefined {
  const plain = simplified(text);
  const found = [...plain.matchAll(/(parent|linked|previous|caller|stack|time|life)?(trace|span)(back|ner|ish)?/g)]
    .filter(([, before, , after]) => !after && !notNames.includes(before))
    .at(-1);
  if (!found) {
    return undefined;
  }
  const [all, before, word] = found;
  return {
    subject: others.includes(before) ? 'other' : word === 'span' ? 'span' : 'trace',
    isLast: !plain.slice(found.index + all.length).includes('#'),
  };
}

/** Lower-case letters without what stands between words; # is text of unknown length. */
function simplified(text: string): string {
  return text
    .replace(/\[(\^?)((?:\\[^]|[^\]\\])*)\]/g, (_, not: string, inside: string) => classAs(not, inside))
    .replace(/\\[wdSDW]|\.(?=[*+{])/g, '#')
    .replace(/\\[sbB]|[_.\-\s\\?*+"']/g, '')
    .toLowerCase();
}

/** [tT] is a letter, [_-] and [:="\s] stand between words, and [0-9a-f] is text. */
function classAs(not: string, inside: string): string {
  const rest = inside.replace(/\\s|[\\|_.\-\s"'=:>,;]/g, '').toLowerCase();
  if (not || (rest !== '' && new Set(rest).size > 1)) {
    return '#';
  }
  return rest.slice(0, 1);
}
