import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../model/format';
import type { Change } from '../../model/graph/compare';
import type { Health, Service } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';
import { changeColor, changeIcons, changeText } from './differences';
import { PRESSABLE } from './flowStyles';
import { iconOf } from './icons';
import { CardContext, mainFigure, troubleText } from './serviceText';
import { Track } from './Track';

export interface CardProps {
  service: Service;
  context: CardContext;
  selected: boolean;
  onSelect: () => void;
}

/** A service as a card for the eye and the pointer; keyboards and screen readers have the outline. */
export function ServiceCard({ service, context, selected, onSelect }: CardProps) {
  const { tone, difference } = context;
  const styles = useStyles2(getStyles, difference ? 'ok' : tone);
  const { value, unit, color } = mainFigure(service, context);
  const isPlaceholder = service.kind === 'ghost' || difference?.change === 'gone';
  return (
    <div
      className={cx(
        PRESSABLE,
        styles.card,
        isPlaceholder && styles.ghost,
        service.kind === 'group' && styles.group,
        selected && styles.selected
      )}
      title={service.name}
      onClick={onSelect}
    >
      <Badge context={context} />
      <span className={styles.line}>
        <Icon name={iconOf(service)} className={styles.kind} />
        <span className={styles.name}>{service.name}</span>
        {tone !== 'ok' && <Icon name={healthIcons[tone]} className={styles.status} />}
      </span>
      {service.subtitle && <span className={styles.subtitle}>{service.subtitle}</span>}
      <span className={styles.figures}>
        <span className={styles.figure} style={{ color }}>
          {unit && <span className={styles.unit}>{unit}</span>}
          {value || (service.kind === 'ghost' && <span className={styles.unit}>{strings.hop.noSpans}</span>)}
        </span>
        <span className={styles.trouble}>{troubleText(service, context.oneJourney)}</span>
        {Boolean(service.lines) && (
          <span className={styles.lines} title={strings.service.lines(service.lines ?? 0)}>
            <Icon name="align-left" size="sm" />
            {formatCount(service.lines ?? 0)}
          </span>
        )}
      </span>
      <Track health={service.health} errorShare={service.errorShare} activity={context.activity} />
    </div>
  );
}

/** On the card's edge: how it differs from another journey, or that the error began here. */
function Badge({ context: { origin, difference } }: { context: CardContext }) {
  const styles = useStyles2(getBadgeStyles, difference?.change ?? 'same');
  if (difference) {
    return difference.change === 'same' ? null : (
      <span className={cx(styles.badge, styles.change)}>
        <Icon name={changeIcons[difference.change]} size="xs" />
        {changeText(difference)}
      </span>
    );
  }
  return origin ? <span className={cx(styles.badge, styles.origin)}>{strings.service.origin}</span> : null;
}

const getStyles = (theme: GrafanaTheme2, health: Health) => {
  const failed = health === 'error';
  const color = healthColor(theme, health);
  const clip = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  return {
    card: css({
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'space-between',
      width: '100%',
      height: '100%',
      padding: theme.spacing(1, 1.25),
      textAlign: 'left',
      color: theme.colors.text.primary,
      background: failed
        ? `linear-gradient(${theme.colors.error.transparent}, ${theme.colors.error.transparent}), ${theme.colors.background.secondary}`
        : theme.colors.background.secondary,
      border: `1px solid ${failed ? color : theme.colors.border.strong}`,
      borderRadius: theme.shape.radius.default,
      pointerEvents: 'all',
      cursor: 'pointer',
      '&:hover': { borderColor: theme.colors.text.primary },
    }),
    ghost: css({ borderStyle: 'dashed', borderWidth: 2, background: theme.colors.background.primary }),
    selected: css({
      boxShadow: `0 0 0 2px ${theme.colors.background.primary}, 0 0 0 4px ${theme.colors.primary.border}`,
    }),
    group: css({
      background: theme.colors.background.primary,
      // A stack of cards.
      boxShadow: `4px 4px 0 -1px ${theme.colors.background.secondary}, 4px 4px 0 0 ${theme.colors.border.strong}`,
    }),
    line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), minWidth: 0 }),
    kind: css({ flex: 'none', color: theme.colors.text.secondary }),
    name: css({ flex: 1, fontSize: 15, fontWeight: theme.typography.fontWeightMedium, lineHeight: '20px', ...clip }),
    status: css({ flex: 'none', color }),
    subtitle: css({ color: theme.colors.text.secondary, fontSize: 12, lineHeight: '16px', ...clip }),
    figures: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), fontSize: 13, lineHeight: '20px' }),
    figure: css({ fontSize: 15, fontWeight: theme.typography.fontWeightMedium, whiteSpace: 'nowrap' }),
    unit: css({ marginRight: theme.spacing(0.5), fontSize: 11, fontWeight: 400, color: theme.colors.text.secondary }),
    trouble: css({ flex: 1, color, fontSize: 12, fontWeight: theme.typography.fontWeightMedium, ...clip }),
    lines: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      color: theme.colors.text.secondary,
    }),
  };
};

const getBadgeStyles = (theme: GrafanaTheme2, change: Change) => ({
  badge: css({
    position: 'absolute',
    top: -10,
    right: 12,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 0.75),
    fontSize: 12,
    lineHeight: '18px',
    fontWeight: theme.typography.fontWeightMedium,
    borderRadius: theme.shape.radius.pill,
  }),
  origin: css({ color: theme.colors.error.contrastText, background: theme.colors.error.main }),
  change: css({
    color: changeColor(theme, change),
    background: theme.colors.background.primary,
    border: `1px solid ${changeColor(theme, change)}`,
  }),
});
