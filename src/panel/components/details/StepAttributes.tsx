import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatMilliseconds } from '../../model/format';
import { displayText, LONG_TEXT, SHORT_TEXT } from '../../model/text';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import { Attributes } from './Attributes';

/** All that is known of a step: its IDs, how it was placed, and its attributes by name. */
export function StepAttributes({ step }: { step: Step }) {
  const styles = useStyles2(getStyles);
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
      <Attributes values={step.attributes} />
    </>
  );
}

function factsOf(step: Step): string[] {
  return [
    step.critical ? strings.steps.critical(formatMilliseconds(step.critical)) : '',
    strings.steps.placement[step.placement] ?? '',
    strings.steps.joinedBy[step.joinedBy] ?? '',
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
});
