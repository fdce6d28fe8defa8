import type { DataFrame } from '@grafana/data';
import { Columns } from './columns';
import { readStats } from './services';
import type { Between, Hop, HopKind, Layer4, View } from './types';

/** Reads the rows of an edge frame. The first of two rows with one ID wins; a hop without an end is none. */
export function readHops(frame: DataFrame): Hop[] {
  const columns = new Columns(frame);
  const hops = new Map<string, Hop>();
  for (let row = 0; row < columns.length; row++) {
    const source = columns.text('source', row);
    const target = columns.text('target', row);
    const id = columns.text('id', row) || `${source}→${target}`;
    if (source !== '' && target !== '' && !hops.has(id)) {
      hops.set(id, readHop(columns, row, { id, source, target }));
    }
  }
  return [...hops.values()];
}

function readHop(columns: Columns, row: number, ends: Pick<Hop, 'id' | 'source' | 'target'>): Hop {
  const client = readView(columns, row, 'client');
  const server = readView(columns, row, 'server');
  const errors = columns.amount('detail__errors', row) ?? larger(client?.errors, server?.errors);
  return {
    ...ends,
    kind: kindOf(columns.text('detail__kind', row)),
    health: errors ? 'error' : 'ok',
    calls: columns.amount('detail__calls', row) ?? larger(client?.calls, server?.calls),
    errors,
    // The callee's view is the work itself, the caller's also holds the network.
    p95: server?.p95 ?? client?.p95,
    authored:
      server?.p95 === undefined
        ? columns.authored('detail__client_p95', row, "p95, caller's view")
        : columns.authored('detail__server_p95', row, "p95, callee's view"),
    client,
    server,
    between: readBetween(columns, row),
    lines: columns.amount('detail__lines', row),
    layer4: readLayer4(columns, row),
    thickness: columns.amount('thickness', row),
    dashed: columns.text('strokedasharray', row) !== '',
    stats: readStats(columns, row),
    links: () => columns.allLinks(row),
  };
}

/** A view without calls is an end that sent no spans. */
function readView(columns: Columns, row: number, end: 'client' | 'server'): View | undefined {
  const calls = columns.amount(`detail__${end}_calls`, row);
  if (!calls) {
    return undefined;
  }
  return {
    calls,
    errors: columns.amount(`detail__${end}_errors`, row),
    p50: columns.amount(`detail__${end}_p50`, row),
    p95: columns.amount(`detail__${end}_p95`, row),
  };
}

/** Zero is what the backend says when it cannot tell. */
function readBetween(columns: Columns, row: number): Between {
  const time = (name: string) => columns.amount(`detail__${name}`, row) || undefined;
  return {
    overheadP50: time('overhead_p50'),
    overheadP95: time('overhead_p95'),
    clientProxyP50: time('client_proxy_p50'),
    serverProxyP50: time('server_proxy_p50'),
  };
}

function readLayer4(columns: Columns, row: number): Layer4 | undefined {
  const connections = columns.amount('detail__l4_connections', row);
  if (!connections) {
    return undefined;
  }
  return {
    connections,
    certain: columns.text('detail__l4_certainty', row) === 'certain',
    address: columns.text('detail__l4_address', row),
    requestBytes: columns.amount('detail__l4_request_bytes', row),
    responseBytes: columns.amount('detail__l4_response_bytes', row),
    duration: columns.amount('detail__l4_duration', row),
    error: columns.text('detail__l4_error', row),
  };
}

function kindOf(text: string): HopKind {
  return text === 'messaging' || text === 'link' ? text : 'call';
}

function larger(a?: number, b?: number): number | undefined {
  return a === undefined ? b : Math.max(a, b ?? 0);
}
