import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import { StepRow } from './StepRow';

/** How many steps are drawn at once; a browser draws these in a blink. */
const PAGE = 200;

/** Spans and log lines in time order. */
export function StepList({ steps }: { steps: Step[] }) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(PAGE);
  if (steps.length === 0) {
    return <p className={styles.none}>{strings.steps.none}</p>;
  }
  const more = Math.min(steps.length - shown, PAGE);
  return (
    <>
      <ol className={styles.list}>
        {steps.slice(0, shown).map((step) => (
          <StepRow key={step.key} step={step} />
        ))}
      </ol>
      {more > 0 && (
        <Button variant="secondary" fill="text" onClick={() => setShown(shown + PAGE)}>
          {strings.steps.more(more)}
        </Button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${theme.colors.border.weak}` }),
  none: css({ color: theme.colors.text.secondary }),
});
