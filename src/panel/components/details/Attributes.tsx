import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { attributeText } from '../../model/text';
import { strings } from '../../strings';

interface Props {
  values: Record<string, unknown>;
  /** What is said when there are none. */
  none?: string;
}

/** Names and values by name. Values are text, never markup. */
export function Attributes({ values, none = strings.steps.noAttributes }: Props) {
  const styles = useStyles2(getStyles);
  const attributes = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  if (attributes.length === 0) {
    return <span className={styles.none}>{none}</span>;
  }
  return (
    <dl className={styles.attributes}>
      {attributes.map(([name, value]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{attributeText(value)}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  none: css({ color: theme.colors.text.secondary }),
  attributes: css({
    display: 'grid',
    gridTemplateColumns: 'fit-content(45%) minmax(0, 1fr)',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 12,
    dt: { fontWeight: 400, color: theme.colors.text.secondary, overflowWrap: 'anywhere' },
    dd: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  }),
});
