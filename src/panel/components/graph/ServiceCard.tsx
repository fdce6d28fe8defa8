import { css, cx } from '@emotion/css';
import { GrafanaTheme2, toIconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../model/format';
import type { Health, Service } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons, serviceIcons } from '../health';
import { PRESSABLE } from './flowStyles';
import { CardContext, mainFigure, serviceSentence, troubleText } from './serviceText';
import { Track } from './Track';

interface Props {
  service: Service;
  context: CardContext;
  selected: boolean;
  onSelect: () => void;
}

/** A service as a card that can be pressed. */
export function ServiceCard({ service, context, selected, onSelect }: Props) {
  const styles = useStyles2(getStyles, service.health);
  const { value, unit } = mainFigure(service, context);
  return (
    <button
      type="button"
      className={cx(PRESSABLE, styles.card, service.kind === 'ghost' && styles.ghost, selected && styles.selected)}
      aria-label={serviceSentence(service, context)}
      aria-pressed={selected}
      title={service.name}
      onClick={onSelect}
    >
      {context.origin && <span className={styles.origin}>{strings.service.origin}</span>}
      <span className={styles.line}>
        <Icon name={toIconName(service.icon) ?? serviceIcons[service.kind]} className={styles.kind} />
        <span className={styles.name}>{service.name}</span>
        {service.health !== 'ok' && <Icon name={healthIcons[service.health]} className={styles.status} />}
      </span>
      {service.subtitle && <span className={styles.subtitle}>{service.subtitle}</span>}
      <span className={styles.figures}>
        <span className={styles.figure}>
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
    </button>
  );
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
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 3 },
    }),
    ghost: css({ borderStyle: 'dashed', borderWidth: 2, background: theme.colors.background.primary }),
    selected: css({
      boxShadow: `0 0 0 2px ${theme.colors.background.primary}, 0 0 0 4px ${theme.colors.primary.border}`,
    }),
    origin: css({
      position: 'absolute',
      top: -10,
      right: 10,
      padding: theme.spacing(0, 0.75),
      fontSize: 12,
      lineHeight: '18px',
      fontWeight: theme.typography.fontWeightMedium,
      color: theme.colors.error.contrastText,
      background: theme.colors.error.main,
      borderRadius: theme.shape.radius.pill,
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
