import type { Snippet } from './snippets/snippet';
import type { CheckResult, Gap, Tool } from './types';

export interface RankedSnippet extends Snippet {
  /** Those of the gaps found that it closes. */
  gaps: Gap[];
  /** Does it close a gap that journeys suffer from, and not only make them cheaper? */
  isNeeded: boolean;
  /** Do the labels of the lines concerned point to this tool? */
  isSeen: boolean;
}

/** What everybody can use; the others are worth a place in front only where they are in use. */
const common: Tool[] = ['application', 'otel-collector', 'grafana'];

/** Puts snippets first that close a gap that was found, by a tool that those concerned use. */
export function rankSnippets(snippets: Snippet[], results: CheckResult[]): RankedSnippet[] {
  const ranked = snippets.map((snippet) => rank(snippet, results));
  return ranked.sort((a, b) => score(b) - score(a)); // stable: equal ones stay in their order
}

function rank(snippet: Snippet, results: CheckResult[]): RankedSnippet {
  const fits = ({ gaps = [], tools = [] }: CheckResult) =>
    snippet.closes.some((gap) => gaps.includes(gap)) &&
    (common.includes(snippet.tool) || tools.length === 0 || tools.includes(snippet.tool));
  const fitting = results.filter(fits);
  const gaps = fitting.flatMap((result) => result.gaps ?? []).filter((gap) => snippet.closes.includes(gap));
  return {
    ...snippet,
    gaps: [...new Set(gaps)],
    isNeeded: fitting.some(({ status }) => status === 'warn' || status === 'fail'),
    isSeen: results.some(({ tools }) => tools?.includes(snippet.tool)),
  };
}

function score({ gaps, isNeeded, isSeen }: RankedSnippet): number {
  return (isNeeded ? 4 : 0) + (gaps.length > 0 ? 2 : 0) + (isSeen ? 1 : 0);
}
