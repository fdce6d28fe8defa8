import { useEffect, useState } from 'react';

import type { PanelData, TimeRange } from '@grafana/data';

import type { JourneyQuery } from '../contract';
import { runQuery } from './runQuery';

/** A question: what to ask, whom, and over which time. */
export interface Question {
  uid: string;
  query: JourneyQuery;
  range: TimeRange;
}

/**
 * Answers a question, and drops the answer to an older one. The caller memoises
 * the question; undefined means that there is nothing to ask.
 */
export function useQuery(question: Question | undefined): PanelData | undefined {
  const [answer, setAnswer] = useState<{ to: Question; data: PanelData }>();

  useEffect(() => {
    if (!question) {
      return undefined;
    }
    const { uid, query, range } = question;
    const subscription = runQuery(uid, query, range).subscribe((data) => setAnswer({ to: question, data }));
    return () => subscription.unsubscribe();
  }, [question]);

  // Between a new question and its first answer the old answer must not be taken for the new one's.
  return answer && answer.to === question ? answer.data : undefined;
}
