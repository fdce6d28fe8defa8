import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { IconButton, Switch, Tooltip, useStyles2 } from '@grafana/ui';
import React, { useContext, useId } from 'react';
import { NearbyContext } from '../hooks/nearby';
import { strings } from '../strings';

/** Shows or hides lines without any ID; as an icon where there is no room for words. */
export function NearbySwitch({ compact = false }: { compact?: boolean }) {
  const styles = useStyles2(getStyles);
  const nearby = useContext(NearbyContext);
  const id = useId();
  const words = strings.nearby;
  if (!nearby) {
    return null;
  }
  const { isOn, isAsking, toggle } = nearby;
  const hint = isAsking ? words.asking : isOn ? words.hide : words.show;
  return compact ? (
    <IconButton
      name={isAsking ? 'fa fa-spinner' : 'gf-logs'}
      size="sm"
      variant={isOn ? 'primary' : 'secondary'}
      tooltip={hint}
      aria-busy={isAsking}
      onClick={toggle}
    />
  ) : (
    <Tooltip content={hint}>
      <span className={styles.field}>
        <label htmlFor={id}>{words.name}</label>
        <Switch id={id} value={isOn} aria-busy={isAsking} onChange={toggle} />
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0, 0.5),
    whiteSpace: 'nowrap',
    '& > label': { margin: 0, cursor: 'pointer' },
  }),
});
