import { useMemo, useState } from 'react';
import { Comparison, compare } from '../model/graph/compare';
import { isOneJourney } from '../model/model';
import type { QueryResult } from '../model/types';

export interface CompareState {
  /** The queries whose journey the shown one can be compared with. */
  others: string[];
  /** The query that it is compared with. */
  with?: string;
  comparison?: Comparison;
  compareWith: (refId: string | undefined) => void;
}

/** Compares the shown journey with that of another query, when asked to. */
export function useComparison(results: QueryResult[], shown: QueryResult | undefined): CompareState {
  const [refId, compareWith] = useState<string>();
  const others = useMemo(
    () => (shown && isOneJourney(shown) ? results.filter((other) => other !== shown && isOneJourney(other)) : []),
    [results, shown]
  );
  const other = others.find((result) => result.refId === refId);
  const comparison = useMemo(() => (shown && other ? compare(other, shown) : undefined), [shown, other]);
  return { others: others.map((result) => result.refId), with: other?.refId, comparison, compareWith };
}
