import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { type APIRequestContext, request } from '@playwright/test';

import type { Truth } from './truth';

const file = 'test-results/truth.json';

/**
 * What the mesh sent is known where it was started for these tests. A Grafana that was
 * there before is asked for a request of each kind instead, once before all tests.
 */
export default async function findTruth() {
  if (!process.env.GRAFANA_URL || process.env.GRAFANA_EMPTY) {
    return;
  }
  const api = await request.newContext({ baseURL: process.env.GRAFANA_URL, ...credentials() });
  const truth: Truth = {
    failing: await newest(api, { logql: noStore, traceql: '{ nestedSetParent < 0 && status = error }' }),
    ok: await newest(api, { traceql: '{ trace:duration < 200ms }' }, ({ errors }) => errors === 0),
    slow: await newest(api, { traceql: '{ trace:duration > 1s }' }),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(truth));
  process.env.MESH_TRUTH = file; // workers inherit it
}

/** Tests have a session by then; this comes before them. */
function credentials() {
  const { GRAFANA_ADMIN_USER: username, GRAFANA_ADMIN_PASSWORD: password = '' } = process.env;
  return username ? { httpCredentials: { username, password, send: 'always' as const } } : {};
}

const noStore = '{namespace="bookinfo"} |= "no connection to the ratings store"';

interface Frame {
  schema: { fields: Array<{ name: string }> };
  data: { values: unknown[][] };
}

type Row = Record<string, unknown>;

/** The trace ID of the newest request that a search finds and that is as wanted. */
async function newest(api: APIRequestContext, search: Row, isWanted: (row: Row) => boolean = () => true) {
  const query = { refId: 'A', datasource: { uid: 'requestjourney' }, queryType: 'search', frames: ['journeys'] };
  const response = await api.post('/api/ds/query', {
    data: { from: 'now-1h', to: 'now-20s', queries: [{ ...query, ...search }] },
    timeout: 120_000,
  });
  const { A: answer } = (await response.json()).results;
  const row = rowsOf(answer.frames?.[0]).find(isWanted);
  if (!row) {
    throw new Error(`The Grafana at GRAFANA_URL has no request for ${JSON.stringify(search)}. ${answer.error ?? ''}`);
  }
  return String(row.traceID);
}

function rowsOf(frame: Frame | undefined): Row[] {
  const columns = frame?.data.values ?? [];
  return (columns[0] ?? []).map((_, i) =>
    Object.fromEntries(frame!.schema.fields.map(({ name }, column) => [name, columns[column][i]]))
  );
}
