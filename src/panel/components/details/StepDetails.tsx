import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Selection } from '../../hooks/selection';
import { formatMilliseconds, formatOffset } from '../../model/format';
import { linesOf, spanOf } from '../../model/linked';
import { displayText, LONG_TEXT } from '../../model/text';
import type { Finding, QueryResult, Step } from '../../model/types';
import { strings } from '../../strings';
import { FindingList } from '../FindingList';
import { Attributes } from './Attributes';
import { Section } from './Section';
import { SourceLinks } from './SourceLinks';
import { SpanEvents } from './SpanEvents';
import { Stat, Stats } from './Stats';
import { StepButtons } from './StepButtons';

interface Props {
  result: QueryResult;
  step: Step;
  finding?: Finding;
  timeZone: string;
  onSelect: (selection: Selection) => void;
}

/** All that is known of a span or a line, and the steps next to it. */
export function StepDetails({ result, step, finding, timeZone, onSelect }: Props) {
  const { details, steps } = strings;
  const isSpan = step.kind === 'span';
  const spanDetails = isSpan ? result.spanDetails(step.spanId) : undefined;
  const findings = result.findings.filter((one) => one === finding || (isSpan && isOf(one, step)));
  return (
    <>
      {!isSpan && <Line text={step.body} />}
      <Stats stats={statsOf(step, timeZone, spanDetails?.kind)} />
      {spanDetails?.statusMessage && <Line text={spanDetails.statusMessage} />}
      {findings.length > 0 && (
        <Section title={details.findings}>
          <FindingList findings={findings} />
        </Section>
      )}
      <SourceLinks result={result} traceId={step.traceId} steps={result.steps} links={step.links()} />
      <Section title={details.attributes}>
        <Attributes values={step.attributes} none={steps.noAttributes} />
      </Section>
      {spanDetails && <SpanEvents {...{ result, onSelect }} details={spanDetails} start={startOf(step)} />}
      <Neighbours {...{ result, step, onSelect }} />
    </>
  );
}

/** A line's span; a span's lines, parent and children. */
function Neighbours({ result, step, onSelect }: Pick<Props, 'result' | 'step' | 'onSelect'>) {
  const { details } = strings;
  const groups: Array<[string, Step[]]> =
    step.kind === 'log'
      ? [[details.span, present(spanOf(result, step.spanId))]]
      : [
          [details.lines, linesOf(result, step)],
          [details.parent, step.parentSpanId ? present(spanOf(result, step.parentSpanId)) : []],
          [details.children, childrenOf(result, step)],
        ];
  return groups.map(
    ([title, steps]) =>
      steps.length > 0 && (
        <Section key={title} title={steps.length > 1 ? strings.counted(title, steps.length) : title}>
          <StepButtons steps={steps} onSelect={onSelect} />
        </Section>
      )
  );
}

/** The line whole, as text. */
function Line({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return <pre className={styles.line}>{displayText(text, LONG_TEXT) || strings.steps.emptyBody}</pre>;
}

function statsOf(step: Step, timeZone: string, spanKind = ''): Stat[] {
  const names = strings.details.step;
  const time = step.time === undefined ? '' : dateTimeFormat(step.time, { timeZone, format: 'HH:mm:ss.SSS' });
  const isSpan = step.kind === 'span';
  return [
    { name: names.at, value: formatOffset(step.offset) },
    { name: names.time, value: time },
    { name: names.duration, value: isSpan ? formatMilliseconds(step.duration) : '' },
    { name: names.critical, value: step.critical ? formatMilliseconds(step.critical) : '' },
    { name: isSpan ? names.status : names.level, value: step.level, bad: step.health === 'error' },
    { name: names.kind, value: spanKind },
    { name: names.placement, value: strings.steps.placement[step.placement] ?? '' },
    { name: names.joinedBy, value: strings.steps.joinedBy[step.joinedBy] ?? '' },
    { name: names.underWay, value: step.underWay === undefined ? '' : `${step.underWay}` },
  ].filter(({ value }) => value !== '');
}

function startOf({ time, offset = 0 }: Step): number | undefined {
  return time === undefined ? undefined : time - offset;
}

function childrenOf(result: QueryResult, { spanId, key }: Step): Step[] {
  return result.steps.filter((step) => spanId !== '' && step.parentSpanId === spanId && step.key !== key);
}

function isOf({ spanId }: Finding, step: Step): boolean {
  return spanId !== '' && spanId === step.spanId;
}

function present(step?: Step): Step[] {
  return step ? [step] : [];
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    maxHeight: 280,
    margin: 0,
    fontSize: 12,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    padding: theme.spacing(1),
  }),
});
