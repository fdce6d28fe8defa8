import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { strings } from '../../strings';

interface Props {
  onZoom: (by: 'in' | 'out' | 'fit') => void;
}

/** Zoom and fit. */
export function GraphControls({ onZoom }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.controls}>
      <IconButton name="plus" tooltip={strings.graph.zoomIn} onClick={() => onZoom('in')} />
      <IconButton name="minus" tooltip={strings.graph.zoomOut} onClick={() => onZoom('out')} />
      <IconButton name="capture" tooltip={strings.graph.fit} onClick={() => onZoom('fit')} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    position: 'absolute',
    zIndex: 5,
    right: theme.spacing(1),
    bottom: theme.spacing(1),
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0.75),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
});
