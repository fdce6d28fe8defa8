import React from 'react';
import type { Selection } from '../../hooks/selection';
import type { Authored } from '../../model/columns';
import { formatCount, formatMilliseconds, formatShare } from '../../model/format';
import { isOneJourney, stepsOf } from '../../model/model';
import type { QueryResult, Service } from '../../model/types';
import { strings } from '../../strings';
import { FindingList } from '../FindingList';
import { Neighbours } from './Neighbours';
import { Section } from './Section';
import { SourceLinks } from './SourceLinks';
import { Stat, Stats } from './Stats';
import { StepList } from './StepList';

interface Props {
  result: QueryResult;
  service: Service;
  onSelect: (selection: Selection) => void;
}

/** A service's figures, findings, steps and neighbours. */
export function ServiceDetails({ result, service, onSelect }: Props) {
  const oneJourney = isOneJourney(result);
  const steps = stepsOf(result, service.id);
  const findings = result.findings.filter(({ node }) => node === service.id);
  return (
    <>
      <Stats stats={statsOf(service, oneJourney)} />
      {findings.length > 0 && (
        <Section title={strings.details.findings}>
          <FindingList findings={findings} />
        </Section>
      )}
      <SourceLinks result={result} traceId={steps[0]?.traceId ?? ''} steps={result.steps} links={service.links()} />
      {oneJourney ? (
        <Section title={strings.steps.title(steps.length)}>
          <StepList steps={steps} />
        </Section>
      ) : (
        result.journeys.length > 0 && <div>{strings.steps.manyJourneys}</div>
      )}
      <Neighbours result={result} service={service} onSelect={onSelect} />
    </>
  );
}

function statsOf(service: Service, oneJourney: boolean): Stat[] {
  const names = strings.details.stats;
  const count = (name: string, value?: number, bad = false) =>
    value === undefined ? [] : [{ name, value: formatCount(value), bad: bad && value > 0 }];
  const time = (name: string, ms?: number, { title, text, color }: Authored = {}) =>
    ms === undefined ? [] : [{ name: title ?? name, value: text ?? formatMilliseconds(ms), color }];
  const { authored } = service;
  const ours = [
    ...(oneJourney ? time(names.timeSpent, service.total, authored.total) : []),
    ...count(names.journeys, oneJourney ? undefined : service.journeys),
    ...count(names.requests, service.requests),
    ...errors(service, oneJourney),
    ...(oneJourney
      ? []
      : [...time(names.p50, service.p50, authored.p50), ...time(names.p95, service.p95, authored.p95)]),
    ...count(names.spans, service.spans),
    ...count(names.lines, service.lines),
    ...count(names.errorLines, service.errorLines || undefined, true),
  ];
  return ours.length > 0
    ? ours
    : service.stats.map(({ title, text, suffix }) => ({ name: title ?? '', value: text + (suffix ?? '') }));
}

function errors({ errors, errorShare }: Service, oneJourney: boolean): Stat[] {
  if (errors === undefined) {
    return [];
  }
  const share = !oneJourney && errorShare > 0 ? ` (${formatShare(errorShare)})` : '';
  return [{ name: strings.details.stats.errors, value: formatCount(errors) + share, bad: errors > 0 }];
}
