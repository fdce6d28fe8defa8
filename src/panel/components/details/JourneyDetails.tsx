import { dateTimeFormat } from '@grafana/data';
import React from 'react';
import { formatCount, formatMilliseconds } from '../../model/format';
import type { Journey, QueryResult } from '../../model/types';
import { strings } from '../../strings';
import { SourceLinks } from './SourceLinks';
import { Stats } from './Stats';

interface Props {
  result: QueryResult;
  journey: Journey;
  timeZone: string;
}

/** The figures of a journey in the list, and links to all of it. The verdict is left out if every journey is complete. */
export function JourneyDetails({ result, journey, timeZone }: Props) {
  const { journeys, details } = strings;
  const { columns } = journeys;
  const { time, duration, outcome, verdict, services, spans, lines, errors, traceId } = journey;
  const allComplete = result.journeys.every((other) => other.verdict === 'complete');
  const count = (value?: number) => (value === undefined ? '' : formatCount(value));
  const stats = [
    { name: columns.time, value: time === undefined ? '' : dateTimeFormat(time, { timeZone }) },
    { name: columns.duration, value: formatMilliseconds(duration) },
    { name: details.step.status, value: journeys.status[outcome], bad: outcome === 'error' },
    { name: columns.verdict, value: allComplete ? '' : strings.verdict(verdict).name },
    { name: details.services, value: count(services) },
    { name: columns.spans, value: count(spans) },
    { name: columns.lines, value: count(lines) },
    { name: columns.errors, value: count(errors), bad: Boolean(errors) },
  ].filter(({ value }) => value !== '');
  return (
    <>
      <Stats stats={stats} />
      <SourceLinks result={result} traceId={traceId} steps={[{ time, duration }]} links={journey.links()} />
    </>
  );
}
