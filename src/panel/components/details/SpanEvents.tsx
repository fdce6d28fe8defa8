import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Selection } from '../../hooks/selection';
import { useShare } from '../../hooks/share';
import { formatOffset } from '../../model/format';
import type { SpanDetails, SpanReference } from '../../model/spanDetails';
import { displayText, LONG_TEXT } from '../../model/text';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import { Attributes } from './Attributes';
import { Section } from './Section';
import { StepButtons } from './StepButtons';

interface Props {
  result: QueryResult;
  details: SpanDetails;
  /** When the journey began, in milliseconds since the epoch. */
  start?: number;
  onSelect: (selection: Selection) => void;
}

/** What a span itself recorded: its events, exceptions and the spans that it links to. */
export function SpanEvents({ result, details: { events, references, stackTraces }, start, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const { details } = strings;
  return (
    <>
      {events.length > 0 && (
        <Section title={strings.counted(details.events, events.length)}>
          {events.slice(0, MAX_SHOWN).map(({ time, name, attributes }, i) => (
            <div key={i} className={styles.event}>
              <strong>{name}</strong>
              {time !== undefined && start !== undefined && <span>{formatOffset(time - start)}</span>}
              {Object.keys(attributes).length > 0 && <Attributes values={attributes} />}
            </div>
          ))}
        </Section>
      )}
      {stackTraces.length > 0 && (
        <Section title={details.stackTraces}>
          {stackTraces.slice(0, MAX_SHOWN).map((trace, i) => (
            <pre key={i} className={styles.trace}>
              {displayText(trace, LONG_TEXT)}
            </pre>
          ))}
        </Section>
      )}
      {references.length > 0 && (
        <Section title={details.references}>
          {references.slice(0, MAX_SHOWN).map((reference, i) => (
            <Reference key={i} {...{ result, reference, onSelect }} />
          ))}
        </Section>
      )}
    </>
  );
}

/** A span of this journey can be selected; another journey has a page of its own. */
function Reference({
  result,
  reference,
  onSelect,
}: Pick<Props, 'result' | 'onSelect'> & { reference: SpanReference }) {
  const { traceId, spanId } = reference;
  const { pathOf } = useShare(result);
  const span = result.steps.find((step) => step.kind === 'span' && step.spanId === spanId && step.traceId === traceId);
  if (span) {
    return <StepButtons steps={[span]} onSelect={onSelect} />;
  }
  return (
    <TextLink href={pathOf(traceId)} inline={false} variant="bodySmall">
      {`${traceId} ${spanId}`}
    </TextLink>
  );
}

/** More than anyone reads one after the other. */
const MAX_SHOWN = 100;

const getStyles = (theme: GrafanaTheme2) => ({
  event: css({
    marginBottom: theme.spacing(1),
    span: { marginLeft: theme.spacing(1), color: theme.colors.text.secondary },
  }),
  trace: css({ maxHeight: 320, fontSize: 12 }),
});
