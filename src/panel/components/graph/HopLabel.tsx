import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Change } from '../../model/graph/compare';
import type { Health } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';
import { changeColor, changeIcons } from './differences';
import { PRESSABLE } from './flowStyles';
import type { HopEdgeData } from './HopEdge';

interface Props {
  id: string;
  data: HopEdgeData;
  selected: boolean;
}

/** The figures of a hop, between those of the sidecars at both its ends when they are unfolded. */
export function HopLabel({ id, data, selected }: Props) {
  const { place, label, tone, difference, marks, onSelect, onHover } = data;
  const change = difference?.change;
  const styles = useStyles2(getStyles, tone, change);
  const transform = `translate(-50%, -50%) translate(${place.label.x}px, ${place.label.y}px)`;
  return (
    <div
      className={cx(PRESSABLE, styles.label, selected && styles.selected, marks)}
      style={{ transform }}
      aria-hidden
      onClick={() => onSelect(id)}
      onMouseEnter={() => onHover(id)}
      onMouseLeave={() => onHover(undefined)}
    >
      <Proxy time={label.clientProxy} name={strings.hop.proxy.client} side="left" />
      {change && change !== 'same' && <Icon name={changeIcons[change]} size="xs" />}
      {!change && tone !== 'ok' && <Icon name={healthIcons[tone]} size="xs" />}
      {label.text}
      <Proxy time={label.serverProxy} name={strings.hop.proxy.server} side="right" />
    </div>
  );
}

function Proxy({ time, name, side }: { time?: string; name: string; side: 'left' | 'right' }) {
  const styles = useStyles2(getProxyStyles);
  return time === undefined ? null : (
    <span className={cx(styles.proxy, styles[side])} title={strings.hop.proxyTime(name, time)}>
      <Icon name="shield" size="xs" />
      {time}
    </span>
  );
}

const getProxyStyles = (theme: GrafanaTheme2) => ({
  proxy: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: 2,
    height: '100%',
    padding: theme.spacing(0, 0.75),
    color: theme.colors.text.secondary,
    background: theme.colors.background.secondary,
  }),
  left: css({ marginLeft: theme.spacing(-0.75), borderRadius: '11px 0 0 11px' }),
  right: css({ marginRight: theme.spacing(-0.75), borderRadius: '0 11px 11px 0' }),
});

const getStyles = (theme: GrafanaTheme2, tone: Health, change?: Change) => {
  const color = change ? changeColor(theme, change) : healthColor(theme, tone);
  const isPlain = change ? change === 'same' : tone === 'ok';
  return {
    label: css({
      position: 'absolute',
      // Above the lines of failed hops, which lie above the others.
      zIndex: 2,
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      height: 22,
      padding: theme.spacing(0, 0.75),
      whiteSpace: 'pre',
      fontSize: 12,
      fontVariantNumeric: 'tabular-nums',
      color: isPlain ? theme.colors.text.primary : color,
      background: theme.colors.background.primary,
      border: `1px solid ${isPlain ? theme.colors.border.weak : color}`,
      borderRadius: theme.shape.radius.pill,
      pointerEvents: 'all',
      cursor: 'pointer',
      '&:hover': { borderColor: theme.colors.text.primary },
    }),
    selected: css({ boxShadow: `0 0 0 2px ${theme.colors.primary.border}` }),
  };
};
