import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { memo, useMemo } from 'react';
import { PRESSABLE } from '../../hooks/gestures';
import { DrawnService, partsOfCard } from './drawn';
import { GRAPH_CLASSES } from './graphStyles';
import { Parts } from './Parts';

/** A service as a card for the eye and the pointer; keyboards and screen readers have the outline. */
export const ServiceCard = memo(function ServiceCard({ drawn }: { drawn: DrawnService }) {
  const { id, service, place, marks, onSelect } = drawn;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const parts = useMemo(() => partsOfCard(drawn, theme), [drawn, theme]);
  return (
    <div
      className={cx(PRESSABLE, GRAPH_CLASSES.card, styles.card, marks)}
      style={{ transform: `translate(${place.x}px, ${place.y}px)`, width: place.width, height: place.height }}
      title={service.name}
      aria-hidden
      onClick={() => onSelect(id)}
    >
      <Parts parts={parts} />
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'absolute',
    pointerEvents: 'all',
    cursor: 'pointer',
    '&:hover > [data-part=card]': { borderColor: `${theme.colors.text.primary} !important` },
  }),
});
