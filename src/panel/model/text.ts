/** Longest text that a row shows before it is opened, and that an open one shows at all. */
export const SHORT_TEXT = 600;
export const LONG_TEXT = 50_000;

const ESC = '\\u001b';
const ansiSequences = new RegExp(`${ESC}\\[[0-9;:?]*[ -/]*[@-~]|${ESC}\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)`, 'g');
/** Controls, and the marks that make text run backwards and read as what it is not. */
const invisible = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]', 'g');

/** A line as it can be shown: without terminal colours or control characters, at most `longest` characters. */
export function displayText(text: string, longest: number): string {
  // Cutting first keeps lines of a million characters cheap; sequences cut in two lose their rest below.
  const clean = text
    .slice(0, longest * 2)
    .replace(ansiSequences, '')
    .replace(invisible, '')
    .trimEnd();
  return clean.length > longest || text.length > longest * 2 ? `${clean.slice(0, longest)}…` : clean;
}

/** An attribute's value as text, whatever it is. */
export function attributeText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return displayText(text, LONG_TEXT);
}
