import React, { useMemo } from 'react';

import { css, cx } from '@emotion/css';
import { dateTimeFormat, formattedValueToString, type GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, useStyles2, useTheme2 } from '@grafana/ui';

import { durationFormat, type JourneyRow, outcomeOf, outcomes, verdictText } from './journeyRows';

interface Props {
  rows: JourneyRow[];
  chosen: string;
  onChoose: (traceId: string) => void;
}

/**
 * The journeys that a search found; each can be chosen by pointer or key. The
 * verdicts are shown when one of them is not "Complete".
 */
export function JourneyList({ rows, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const longest = useMemo(() => Math.max(...rows.map((row) => row.duration)), [rows]);
  const withVerdict = rows.some(({ verdict }) => verdict !== 'complete');

  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Journeys">
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col" className={styles.time}>
              Time
            </th>
            <th scope="col" className={styles.bar}>
              Duration
            </th>
            {withVerdict && <th scope="col">Verdict</th>}
            <Counts head styles={styles} values={['Services', 'Spans', 'Lines', 'Errors', 'Findings']} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.traceId}
              row={row}
              longest={longest}
              withVerdict={withVerdict}
              isChosen={row.traceId === chosen}
              onChoose={() => onChoose(row.traceId)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  row: JourneyRow;
  longest: number;
  withVerdict: boolean;
  isChosen: boolean;
  onChoose: () => void;
}

function Row({ row, longest, withVerdict, isChosen, onChoose }: RowProps) {
  const styles = useStyles2(getStyles);
  const outcome = outcomeOf(row);
  const isKnown = row.verdict !== 'not-found';

  // The button serves the keyboard; a click anywhere in the row does the same.
  return (
    <tr className={cx(styles.row, isChosen && styles.chosen)} onClick={onChoose}>
      <th scope="row">
        <button className={styles.request} aria-pressed={isChosen} title={row.traceId}>
          <Icon {...outcomes[outcome]} className={styles[outcome]} />
          <span className={styles.name}>
            {row.operation || row.traceId} <span className={styles.service}>{row.service}</span>
          </span>
        </button>
      </th>
      <td className={styles.time}>{isKnown && dateTimeFormat(row.time, { format: 'YYYY-MM-DD HH:mm:ss.SSS' })}</td>
      <td className={styles.bar}>
        {isKnown && <DurationBar duration={row.duration} longest={longest} isError={outcome === 'error'} />}
      </td>
      {withVerdict && (
        <td>
          <Badge color="darkgrey" text={verdictText(row.verdict)} />
        </td>
      )}
      <Counts styles={styles} values={[row.services, row.spans, row.logs, row.errors, row.findings]} />
    </tr>
  );
}

interface CountsProps {
  values: Array<number | string>;
  head?: boolean;
  styles: ReturnType<typeof getStyles>;
}

function Counts({ values, head, styles }: CountsProps) {
  return values.map((value, i) =>
    head ? (
      <th key={i} scope="col" className={styles.count}>
        {value}
      </th>
    ) : (
      <td key={i} className={styles.count}>
        {value}
      </td>
    )
  );
}

function DurationBar({ duration, longest, isError }: { duration: number; longest: number; isError: boolean }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const format = useMemo(() => durationFormat(theme), [theme]);
  const share = longest > 0 ? duration / longest : 0;

  return (
    <div className={styles.duration}>
      <span>{formattedValueToString(format(duration))}</span>
      <div className={styles.track}>
        <div className={cx(styles.fill, isError && styles.fillError)} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** What a narrow window has no room for; the panel tells it when a request is chosen. */
const wideOnly = (theme: GrafanaTheme2) => ({ [theme.breakpoints.down('md')]: { display: 'none' } });

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    maxHeight: 280,
    overflow: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    'th, td': { padding: theme.spacing(0.5, 1), textAlign: 'left', whiteSpace: 'nowrap', fontWeight: 'normal' },
    'thead th': {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      background: theme.colors.background.secondary,
      color: theme.colors.text.secondary,
    },
  }),
  row: css({
    cursor: 'pointer',
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
  }),
  chosen: css({ background: theme.colors.action.selected, boxShadow: `inset 3px 0 ${theme.colors.primary.border}` }),
  request: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    maxWidth: '100%',
    padding: 0,
    border: 0,
    background: 'none',
    textAlign: 'left',
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', maxWidth: '40vw' }),
  service: css({ color: theme.colors.text.secondary, marginLeft: theme.spacing(0.5) }),
  time: css({ fontVariantNumeric: 'tabular-nums', ...wideOnly(theme) }),
  error: css({ color: theme.colors.error.text }),
  ok: css({ color: theme.colors.success.text }),
  unknown: css({ color: theme.colors.text.secondary }),
  bar: css({ width: '20%' }),
  duration: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), span: { minWidth: '8ch' } }),
  track: css({
    flex: 1,
    height: 6,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    ...wideOnly(theme),
  }),
  fill: css({
    height: '100%',
    minWidth: 2,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.primary.main,
  }),
  fillError: css({ background: theme.colors.error.main }),
  count: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums', ...wideOnly(theme) }),
});
