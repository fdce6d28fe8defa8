import type { Snippet } from './snippets';
import type { CheckResult, Gap } from './types';

export interface RankedSnippet extends Snippet {
  /** Those of the gaps found that it closes. */
  closes: Gap[];
  /** Do the labels of the lines concerned point to this tool? */
  isSeen: boolean;
}

/** Puts snippets first that close a gap that was found, and of these the ones for tools that are in use. */
export function rankSnippets(snippets: Snippet[], results: CheckResult[]): RankedSnippet[] {
  const gaps = new Set(results.flatMap((result) => result.gaps ?? []));
  const tools = new Set(results.flatMap((result) => result.tools ?? []));
  const ranked = snippets.map((snippet) => ({
    ...snippet,
    closes: snippet.closes.filter((gap) => gaps.has(gap)),
    isSeen: tools.has(snippet.tool),
  }));
  return ranked.sort((a, b) => score(b) - score(a)); // stable: equal ones stay in their order
}

function score({ closes, isSeen }: RankedSnippet): number {
  return (closes.length > 0 ? 2 : 0) + (isSeen ? 1 : 0);
}
