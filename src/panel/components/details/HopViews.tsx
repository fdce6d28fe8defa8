import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount, formatMilliseconds } from '../../model/format';
import type { Hop, View } from '../../model/types';
import { strings } from '../../strings';
import { Stat, Stats } from './Stats';

/** Both ends' views of a hop, side by side: where they differ, something lies between. */
export function HopViews({ hop, source, target }: { hop: Hop; source: string; target: string }) {
  const styles = useStyles2(getStyles);
  const { end, calls, errors, p50, p95 } = strings.hop.columns;
  const between = betweenEnds(hop);
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            {[end, calls, errors, p50, p95].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <ViewRow name={strings.hop.client(source)} view={hop.client} />
          <ViewRow name={strings.hop.server(target)} view={hop.server} />
        </tbody>
      </table>
      {between !== undefined && <p className={styles.note}>{strings.hop.gap(formatMilliseconds(between))}</p>}
      <Stats stats={betweenStats(hop)} />
    </>
  );
}

function ViewRow({ name, view }: { name: string; view?: View }) {
  const styles = useStyles2(getStyles);
  return (
    <tr>
      <th scope="row">{name}</th>
      {view ? (
        <>
          <td>{formatCount(view.calls)}</td>
          <td className={view.errors ? styles.bad : undefined}>{formatCount(view.errors ?? 0)}</td>
          <td>{formatMilliseconds(view.p50)}</td>
          <td>{formatMilliseconds(view.p95)}</td>
        </>
      ) : (
        <td colSpan={4} className={styles.none}>
          {strings.hop.noSpans}
        </td>
      )}
    </tr>
  );
}

/** Time that the caller waited and the callee did not work, when it is worth a word: a tenth of the whole. */
function betweenEnds({ client, server }: Hop): number | undefined {
  const between = (client?.p95 ?? NaN) - (server?.p95 ?? NaN);
  return between > (client?.p95 ?? 0) / 10 ? between : undefined;
}

/** Where the time between both ends went, as the backend measured it call by call. */
function betweenStats({ between }: Hop): Stat[] {
  const { overhead, clientProxy, serverProxy } = strings.details.hop;
  return [
    { name: overhead('p50'), value: between.overheadP50 },
    { name: overhead('p95'), value: between.overheadP95 },
    { name: clientProxy, value: between.clientProxyP50 },
    { name: serverProxy, value: between.serverProxyP50 },
  ].flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value: formatMilliseconds(value) }]));
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'th, td': { padding: theme.spacing(0.75, 1), textAlign: 'right', whiteSpace: 'nowrap' },
    'th:first-child': { textAlign: 'left', paddingLeft: 0, whiteSpace: 'normal', overflowWrap: 'anywhere' },
    'thead th': { fontSize: 12, fontWeight: 400, color: theme.colors.text.secondary },
    'tbody th': { fontWeight: 400 },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  bad: css({ color: theme.colors.error.text, fontWeight: theme.typography.fontWeightMedium }),
  none: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
  note: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary }),
});
