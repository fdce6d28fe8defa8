import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { memo } from 'react';
import { PRESSABLE } from '../../hooks/gestures';
import type { Area } from '../../layout/fit';
import type { PositionedNode } from '../../layout/types';
import { formatCount } from '../../model/format';
import type { Health, Service } from '../../model/types';
import { strings } from '../../strings';
import { healthColor, healthIcons } from '../health';
import { Badge } from './Badge';
import { PARTS } from './graphStyles';
import { iconOf } from './icons';
import { CardContext, mainFigure, troubleText } from './serviceText';
import { Track } from './Track';

/** A service as it is drawn. */
export interface DrawnService {
  id: string;
  service: Service;
  context: CardContext;
  place: PositionedNode;
  area: Area;
  selected: boolean;
  /** Class names of what is marked about it, "" for nothing. */
  marks: string;
  onSelect: (id: string) => void;
}

/** A service as a card for the eye and the pointer; keyboards and screen readers have the outline. */
export const ServiceCard = memo(function ServiceCard({ drawn }: { drawn: DrawnService }) {
  const { id, service, context, place, selected, marks, onSelect } = drawn;
  const { tone, difference } = context;
  const styles = useStyles2(getStyles, difference ? 'ok' : tone);
  const { value, unit, color } = mainFigure(service, context);
  const isPlaceholder = service.kind === 'ghost' || difference?.change === 'gone';
  return (
    <div
      className={cx(
        PRESSABLE,
        PARTS.card,
        styles.card,
        isPlaceholder && styles.ghost,
        service.kind === 'group' && styles.group,
        selected && styles.selected,
        marks
      )}
      style={{ transform: `translate(${place.x}px, ${place.y}px)`, width: place.width, height: place.height }}
      title={service.name}
      aria-hidden
      onClick={() => onSelect(id)}
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
});

const getStyles = (theme: GrafanaTheme2, health: Health) => {
  const failed = health === 'error';
  const color = healthColor(theme, health);
  const clip = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  return {
    card: css({
      position: 'absolute',
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'space-between',
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
