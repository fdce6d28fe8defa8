import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatMilliseconds } from '../../model/format';
import { attributeText, displayText, LONG_TEXT, SHORT_TEXT } from '../../model/text';
import type { Step } from '../../model/types';
import { strings } from '../../strings';

/** All that is known of a step: its IDs, how it was placed, and its attributes by name. */
export function StepAttributes({ step }: { step: Step }) {
  const styles = useStyles2(getStyles);
  const attributes = Object.entries(step.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      {step.body.length > SHORT_TEXT && (
        <pre className={styles.line} aria-label={strings.steps.wholeLine}>
          {displayText(step.body, LONG_TEXT)}
        </pre>
      )}
      <ul className={styles.facts}>
        {factsOf(step).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {attributes.length === 0 && <span className={styles.none}>{strings.steps.noAttributes}</span>}
      <dl className={styles.attributes}>
        {attributes.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{attributeText(value)}</dd>
          </React.Fragment>
        ))}
      </dl>
    </>
  );
}

function factsOf(step: Step): string[] {
  return [
    step.critical ? strings.steps.critical(formatMilliseconds(step.critical)) : '',
    strings.steps.placement[step.placement] ?? '',
    step.spanId && `span ${step.spanId}`,
  ].filter(Boolean);
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ maxHeight: 320, margin: theme.spacing(0, 0, 1), fontSize: 12, whiteSpace: 'pre-wrap' }),
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    listStyle: 'none',
    margin: theme.spacing(0, 0, 0.5),
    padding: 0,
    fontSize: 12,
    color: theme.colors.text.secondary,
  }),
  none: css({ color: theme.colors.text.secondary }),
  attributes: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(96px, max-content) 1fr',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 12,
    dt: { fontWeight: 400, color: theme.colors.text.secondary, overflowWrap: 'anywhere' },
    dd: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  }),
});
