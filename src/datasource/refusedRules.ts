import { getBackendSrv } from '@grafana/runtime';

import type { TraceIdRule } from './types';

/**
 * Which rules the backend does not take, and why: it knows best. Where it cannot be asked, as before the first URLs are
 * saved, no rule is refused; one that is wrong is left out of use then, and Save & test names it.
 */
export async function refusedRules(uid: string, rules: TraceIdRule[]): Promise<Map<TraceIdRule, string>> {
  const reasons = await Promise.all(rules.map(async (rule) => [rule, await refusalOf(uid, rule)] as const));
  return new Map(reasons.filter((entry): entry is readonly [TraceIdRule, string] => entry[1] !== undefined));
}

async function refusalOf(uid: string, rule: TraceIdRule): Promise<string | undefined> {
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}/resources/try-rules`;
  try {
    await getBackendSrv().post(url, { rules: [rule], line: '', labels: {} }, { showErrorAlert: false });
    return undefined;
  } catch (error) {
    const { data } = (error ?? {}) as { data?: { message?: string } };
    return /^Trace ID rule ".*": (.+?)\.?$/s.exec(data?.message ?? '')?.[1];
  }
}
