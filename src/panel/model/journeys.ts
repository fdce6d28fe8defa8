import type { DataFrame, LinkModel } from '@grafana/data';
import { Columns } from './columns';
import type { Finding, Journey, Outcome, Severity } from './types';

/** Reads the rows of a journeys frame, in the frame's order. */
export function readJourneys(frame: DataFrame): Journey[] {
  const columns = new Columns(frame);
  return rows(columns)
    .filter((row) => columns.text('traceid', row) !== '' && columns.text('verdict', row) !== '')
    .map((row) => readJourney(columns, row));
}

/** Reads the rows of a findings frame, the gravest first. */
export function readFindings(frame: DataFrame): Finding[] {
  const columns = new Columns(frame);
  return rows(columns)
    .filter((row) => columns.text('message', row) !== '')
    .map((row) => readFinding(columns, row))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/**
 * The link that a journey's name follows. Where journeys are shown in place,
 * links to Explore, as the data source itself sets one, are only offered in the details.
 */
export function linkToFollow(journey: Journey, inPlace: boolean): LinkModel | undefined {
  return journey.links().find(({ interpolatedParams }) => !inPlace || interpolatedParams === undefined);
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

function readJourney(columns: Columns, row: number): Journey {
  const status = columns.text('status', row).toLowerCase();
  const errors = columns.amount('errors', row);
  const spans = columns.amount('spans', row);
  const verdict = columns.text('verdict', row);
  return {
    key: `${columns.text('traceid', row)}-${row}`,
    traceId: columns.text('traceid', row),
    time: columns.number('time', row),
    // Of what nobody knows, the frame's number is 0.
    duration: verdict === 'not-found' ? undefined : columns.amount('duration', row),
    service: columns.text('service', row),
    operation: columns.text('body', row),
    status,
    outcome: outcomeOf(status, spans, errors),
    verdict,
    services: columns.amount('services', row),
    spans,
    lines: columns.amount('logs', row),
    errors,
    findings: columns.amount('findings', row),
    links: () => columns.links('traceid', row),
  };
}

/** A request can succeed although something in it failed. Without spans nobody knows. */
function outcomeOf(status: string, spans?: number, errors?: number): Outcome {
  if (status === 'error') {
    return 'error';
  }
  if (spans === 0) {
    return 'unknown';
  }
  return errors ? 'warning' : 'ok';
}

function readFinding(columns: Columns, row: number): Finding {
  return {
    key: [columns.text('code', row), columns.text('node', row), columns.text('spanid', row)].join(' '),
    severity: severityOf(columns.text('severity', row)),
    code: columns.text('code', row),
    node: columns.text('node', row),
    spanId: columns.text('spanid', row),
    message: columns.text('message', row),
    advice: columns.text('advice', row),
    evidence: columns.object('evidence', row),
  };
}

/** An unknown severity is shown, not hidden: it reads as a warning. */
export function severityOf(text: string): Severity {
  return text === 'error' || text === 'info' ? text : 'warning';
}

function rows(columns: Columns): number[] {
  return Array.from({ length: columns.length }, (_, row) => row);
}
