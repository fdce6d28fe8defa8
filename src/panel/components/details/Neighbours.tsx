import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Selection } from '../../hooks/selection';
import { hopLabel } from '../../layout/size';
import type { Hop, QueryResult, Service } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';
import { Section } from './Section';

interface Props {
  result: QueryResult;
  service: Service;
  onSelect: (selection: Selection) => void;
}

/** The hops that lead to and from a service, as a way through the graph without the graph. */
export function Neighbours({ result, service, onSelect }: Props) {
  const name = (id: string) => result.services.find((other) => other.id === id)?.name ?? id;
  const callers = result.hops.filter((hop) => hop.target === service.id);
  const calls = result.hops.filter((hop) => hop.source === service.id);
  const row = (hop: Hop, other: string) => (
    <HopRow key={hop.id} hop={hop} name={name(other)} onSelect={() => onSelect({ type: 'hop', id: hop.id })} />
  );
  return (
    <>
      {callers.length > 0 && (
        <Section title={strings.details.calledBy}>{callers.map((hop) => row(hop, hop.source))}</Section>
      )}
      {calls.length > 0 && <Section title={strings.details.calls}>{calls.map((hop) => row(hop, hop.target))}</Section>}
    </>
  );
}

function HopRow({ hop, name, onSelect }: { hop: Hop; name: string; onSelect: () => void }) {
  const styles = useStyles2(getStyles);
  const failed = hop.health !== 'ok';
  return (
    <button type="button" className={styles.row} onClick={onSelect}>
      <span className={styles.name}>{name}</span>
      {failed && (
        <span className={styles.failed}>
          <Icon name={healthIcons[hop.health]} size="sm" /> {strings.hop.errors(hop.errors ?? 0)}
        </span>
      )}
      <span className={styles.figure}>{hopLabel(hop)}</span>
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(1.5),
    width: '100%',
    padding: theme.spacing(0.5, 0.75),
    textAlign: 'left',
    background: 'none',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  name: css({ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  failed: css({ color: healthColor(theme, 'error'), fontSize: 12, whiteSpace: 'nowrap' }),
  figure: css({
    fontVariantNumeric: 'tabular-nums',
    fontSize: 12,
    whiteSpace: 'pre',
    color: theme.colors.text.secondary,
  }),
});
