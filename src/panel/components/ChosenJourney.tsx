import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Answer } from '../hooks/ask';
import { strings } from '../strings';
import { JourneyView, JourneyViewProps } from './JourneyView';

interface Props extends Omit<JourneyViewProps, 'frames' | 'state' | 'errors' | 'onChooseJourney'> {
  answer: Answer;
  onBack: () => void;
}

const BAR_HEIGHT = 36;

/** A journey that was chosen from a list, with the way back to it. */
export function ChosenJourney({ answer, onBack, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <div className={styles.bar}>
        <Button size="sm" variant="secondary" icon="arrow-left" onClick={onBack}>
          {strings.journeys.all}
        </Button>
      </div>
      <JourneyView {...rest} {...answer} height={rest.height - BAR_HEIGHT} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', alignItems: 'center', height: BAR_HEIGHT, padding: theme.spacing(0, 1.5) }),
});
