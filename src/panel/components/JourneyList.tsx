import { css, cx } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { formatCount, formatMilliseconds } from '../model/format';
import type { Journey } from '../model/types';
import { strings } from '../strings';
import { DurationBar } from './DurationBar';
import { healthColor } from './health';
import { JourneyName } from './JourneyName';

interface Props {
  journeys: Journey[];
  timeZone: string;
  /** Leave out what a narrow place has no room for. */
  narrow?: boolean;
  /** The trace ID of the chosen journey. */
  chosen?: string;
  /** A chosen journey is shown in place of the list. */
  inPlace?: boolean;
  onChoose?: (journey: Journey) => void;
}

/**
 * The journeys of a search, newest first as the backend sends them; the name of
 * each follows its data link. The verdicts are shown when one is not "Complete".
 */
export function JourneyList({ journeys, timeZone, narrow = false, chosen, inPlace = false, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const { columns } = strings.journeys;
  const longest = useMemo(() => journeys.reduce((most, { duration = 0 }) => Math.max(most, duration), 0), [journeys]);
  const withVerdict = !narrow && journeys.some(({ verdict }) => verdict !== 'complete');
  return (
    <table className={styles.table} aria-label={strings.journeys.title(journeys.length)}>
      <thead>
        <tr>
          <th scope="col">{columns.time}</th>
          <th scope="col">{columns.request}</th>
          <th scope="col">{columns.duration}</th>
          {!narrow &&
            [columns.spans, columns.lines, columns.errors].map((name) => <NumberHead key={name} name={name} />)}
          {withVerdict && <th scope="col">{columns.verdict}</th>}
        </tr>
      </thead>
      <tbody>
        {journeys.map((journey) => (
          <tr key={journey.key} className={cx(journey.traceId === chosen && styles.chosen)}>
            <td className={styles.time}>{formatTime(journey.time, timeZone, narrow)}</td>
            <td className={styles.request}>
              <JourneyName journey={journey} brief={narrow} inPlace={inPlace} onChoose={onChoose} />
            </td>
            <td>
              <DurationBar duration={journey.duration} longest={longest} outcome={journey.outcome} short={narrow} />
              {formatMilliseconds(journey.duration)}
            </td>
            {!narrow && <Numbers journey={journey} />}
            {withVerdict && <td className={styles.verdict}>{strings.verdict(journey.verdict).name}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Numbers({ journey: { spans, lines, errors } }: { journey: Journey }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <td className={styles.number}>{formatCount(spans)}</td>
      <td className={styles.number}>{formatCount(lines)}</td>
      <td className={cx(styles.number, Boolean(errors) && styles.error)}>{formatCount(errors)}</td>
    </>
  );
}

function NumberHead({ name }: { name: string }) {
  const styles = useStyles2(getStyles);
  return (
    <th scope="col" className={styles.number}>
      {name}
    </th>
  );
}

function formatTime(time: number | undefined, timeZone: string, short: boolean): string {
  const format = short ? 'HH:mm:ss' : 'YYYY-MM-DD HH:mm:ss.SSS';
  return time === undefined ? strings.unknown : dateTimeFormat(time, { timeZone, format });
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    tableLayout: 'auto',
    fontVariantNumeric: 'tabular-nums',
    'th, td': { padding: theme.spacing(0.5, 1), whiteSpace: 'nowrap', textAlign: 'left' },
    'thead th': {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      fontSize: 12,
      fontWeight: theme.typography.fontWeightMedium,
      color: theme.colors.text.secondary,
      background: theme.colors.background.primary,
    },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
  chosen: css({ background: theme.colors.action.selected }),
  time: css({ color: theme.colors.text.secondary }),
  request: css({ width: '60%', maxWidth: 0 }),
  number: css({ '&&': { textAlign: 'right' } }),
  verdict: css({ color: theme.colors.text.secondary }),
  error: css({ color: healthColor(theme, 'error') }),
});
