import type { DataFrame, DisplayValue } from '@grafana/data';
import { Columns } from './columns';
import type { Health, Service, ServiceKind } from './types';

/** Reads the rows of a node frame, ours or of any other node graph. The first of two rows with one ID wins. */
export function readServices(frame: DataFrame): Service[] {
  const columns = new Columns(frame);
  const services = new Map<string, Service>();
  for (let row = 0; row < columns.length; row++) {
    const id = columns.text('id', row);
    // Rows with a source are edges, of a frame that a transformation merged.
    if (id !== '' && !services.has(id) && columns.text('source', row) === '') {
      services.set(id, readService(columns, row, id));
    }
  }
  return [...services.values()];
}

/** A service that others name but that no row describes. */
export function unknownService(id: string): Service {
  return {
    id,
    name: id,
    subtitle: '',
    kind: 'ghost',
    icon: '',
    health: 'ok',
    errorShare: 0,
    authored: {},
    stats: [],
    links: () => [],
  };
}

function readService(columns: Columns, row: number, id: string): Service {
  const ours = columns.has('detail__kind');
  const kind = kindOf(columns.text('detail__kind', row));
  const errors = columns.amount('detail__errors', row);
  const errorLines = columns.amount('detail__error_lines', row);
  const errorShare = errorShareOf(columns, row);
  return {
    id,
    name: columns.text('title', row) || id,
    subtitle: columns.text('subtitle', row),
    namespace: columns.text('detail__namespace', row) || undefined,
    kind,
    icon: ours ? '' : columns.text('icon', row),
    health: healthOf(Boolean(errors) || errorShare > 0, errorLines, kind),
    errorShare,
    journeys: columns.amount('detail__journeys', row),
    requests: columns.amount('detail__requests', row),
    errors,
    ...readTimes(columns, row),
    authored: {
      p50: columns.authored('detail__p50', row, 'p50'),
      p95: columns.authored('detail__p95', row, 'p95'),
      total: columns.authored('detail__total', row, 'total time'),
    },
    spans: columns.amount('detail__spans', row),
    lines: columns.amount('detail__lines', row),
    errorLines,
    stats: ours ? [] : readStats(columns, row),
    links: () => columns.allLinks(row),
  };
}

/** Of no requests, the percentiles are zero and say nothing. */
function readTimes(columns: Columns, row: number): Pick<Service, 'p50' | 'p95' | 'total'> {
  if (columns.amount('detail__requests', row) === 0) {
    return {};
  }
  return {
    p50: columns.amount('detail__p50', row),
    p95: columns.amount('detail__p95', row),
    total: columns.amount('detail__total', row),
  };
}

/** The statistics that every node graph has, with their names when the frame gives them. */
export function readStats(columns: Columns, row: number): DisplayValue[] {
  return ['mainstat', 'secondarystat'].flatMap((name) => {
    const value = columns.display(name, row);
    return value ? [{ ...value, title: columns.title(name) }] : [];
  });
}

/** Failed requests are an error. Error lines alone may be noise, unless there are no spans to say better. */
function healthOf(failed: boolean, errorLines: number | undefined, kind: ServiceKind): Health {
  if (failed || (errorLines && kind === 'ghost')) {
    return 'error';
  }
  return errorLines ? 'warning' : 'ok';
}

/** Node graphs say it by the arcs of the circle: `arc__error`, `arc__failed`, `arc__faults`. */
function errorShareOf(columns: Columns, row: number): number {
  const arcs = columns.names('arc__').filter((name) => /err|fail|fault/.test(name));
  const share = arcs.reduce((sum, name) => sum + (columns.amount(name, row) ?? 0), 0);
  return Math.min(share, 1);
}

const kinds: ServiceKind[] = ['service', 'gateway', 'ghost', 'database', 'queue', 'external'];

function kindOf(text: string): ServiceKind {
  return kinds.find((kind) => kind === text) ?? 'service';
}
