import type { DataFrame } from '@grafana/data';
import { deriveGraph, withMissingEnds } from './derive';
import { readLogs, readTrace } from './foreign';
import { byQuery, framesFor, isUnknown, Role } from './frames';
import { readHops } from './hops';
import { readFindings, readJourneys } from './journeys';
import { readRemarks, readVerdict } from './remarks';
import { readServices } from './services';
import { readSources } from './sources';
import { spanDetailsOf } from './spanDetails';
import { endOf, inTimeOrder, readSteps } from './steps';
import type { Finding, Hop, Journey, JourneyModel, QueryResult, Service, Step } from './types';

/** Makes pictures of a panel's frames, in the order of its queries; frames of no use to it are named. */
export function readModel(frames: DataFrame[]): JourneyModel {
  const groups = [...byQuery(frames)];
  const results = groups.map(([refId, own]) => readResult(refId, own));
  return {
    results: results.filter((result) => !isEmpty(result)),
    unknown: frames.filter(isUnknown).flatMap((frame) => frame.fields.map((field) => field.name)),
  };
}

/** The steps tell one journey; without them, or with those of several, a picture is of many. */
export function isOneJourney(result: QueryResult): boolean {
  return result.steps.length > 0 && result.journeys.length <= 1;
}

/** How long the journey took: as its row says, else from its first step to the end of its last. */
export function durationOf(result: QueryResult): number | undefined {
  const [journey] = result.journeys;
  if (journey?.duration !== undefined && result.journeys.length === 1) {
    return journey.duration;
  }
  return result.steps.reduce<number | undefined>((most, step) => Math.max(most ?? 0, endOf(step)), undefined);
}

/** The steps that ran in, or were written by, a service. */
export function stepsOf(result: QueryResult, service: string): Step[] {
  return result.steps.filter((step) => step.node === service);
}

/** The service in which the request broke, by the backend's finding; the error of all others follows from it. */
export function originOf(result: QueryResult): string {
  return isOneJourney(result) ? (result.findings.find(({ code }) => code === 'error-origin')?.node ?? '') : '';
}

function readResult(refId: string, frames: DataFrame[]): QueryResult {
  const rowsOf = <Row>(role: Role, read: (frame: DataFrame) => Row[]) => framesFor(role, frames).flatMap(read);
  const steps = uniquelyKeyed(inTimeOrder(readAnySteps(frames)));
  const described = firstById(rowsOf<Service>('nodes', readServices));
  const hops = firstById(rowsOf<Hop>('edges', readHops));
  const graph = described.length + hops.length > 0 ? { services: described, hops } : deriveGraph(steps);
  return {
    refId,
    services: withMissingEnds(graph.services, graph.hops),
    hops: graph.hops,
    steps,
    journeys: uniquelyKeyed(rowsOf<Journey>('journeys', readJourneys)),
    findings: uniquelyKeyed(rowsOf<Finding>('findings', readFindings)),
    verdict: readVerdict(frames),
    remarks: readRemarks(frames),
    sources: readSources(frames),
    spanDetails: spanDetailsOf(framesFor('trace', frames), framesFor('steps', frames).length > 0),
  };
}

/** Our own steps, or else what trace and log frames tell: in our answers, the same once more. */
function readAnySteps(frames: DataFrame[]): Step[] {
  const own = framesFor('steps', frames);
  const foreign = () => [
    ...framesFor('trace', frames).flatMap(readTrace),
    ...framesFor('logs', frames).flatMap(readLogs),
  ];
  return own.length > 0 ? own.flatMap(readSteps) : foreign();
}

/** Rows of several frames, or two that are alike, may have one key; the lists' keys must differ. */
function uniquelyKeyed<Row extends { key: string }>(rows: Row[]): Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const before = seen.get(row.key) ?? 0;
    seen.set(row.key, before + 1);
    return before === 0 ? row : { ...row, key: `${row.key} ${before}` };
  });
}

function firstById<Row extends { id: string }>(rows: Row[]): Row[] {
  const byId = new Map<string, Row>();
  rows.forEach((row) => byId.has(row.id) || byId.set(row.id, row));
  return [...byId.values()];
}

/** Nothing to draw, and nothing to say about it either. */
function isEmpty({ services, steps, journeys, findings, remarks, verdict }: QueryResult): boolean {
  return services.length + steps.length + journeys.length + findings.length + remarks.length === 0 && verdict === '';
}
