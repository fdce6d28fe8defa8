import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatOffset } from '../../model/format';
import type { SpanDetails } from '../../model/spanDetails';
import { displayText, LONG_TEXT } from '../../model/text';
import { strings } from '../../strings';
import { Attributes } from './Attributes';
import { Section } from './Section';

interface Props {
  details: SpanDetails;
  /** When the journey began, in milliseconds since the epoch. */
  start?: number;
}

/** What a span itself recorded: its events, exceptions and the spans that it links to. */
export function SpanEvents({ details: { events, references, stackTraces }, start }: Props) {
  const styles = useStyles2(getStyles);
  const { details } = strings;
  return (
    <>
      {events.length > 0 && (
        <Section title={`${details.events} (${events.length.toLocaleString('en')})`}>
          {events.slice(0, MOST).map(({ time, name, attributes }, i) => (
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
          {stackTraces.slice(0, MOST).map((trace, i) => (
            <pre key={i} className={styles.trace}>
              {displayText(trace, LONG_TEXT)}
            </pre>
          ))}
        </Section>
      )}
      {references.length > 0 && (
        <Section title={details.references}>
          {references.slice(0, MOST).map(({ traceId, spanId }, i) => (
            <div key={i} className={styles.reference}>{`${traceId} ${spanId}`}</div>
          ))}
        </Section>
      )}
    </>
  );
}

/** More than anyone reads one after the other. */
const MOST = 100;

const getStyles = (theme: GrafanaTheme2) => ({
  event: css({
    marginBottom: theme.spacing(1),
    span: { marginLeft: theme.spacing(1), color: theme.colors.text.secondary },
  }),
  trace: css({ maxHeight: 320, fontSize: 12 }),
  reference: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: 12, overflowWrap: 'anywhere' }),
});
