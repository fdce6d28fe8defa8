import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { MouseEvent } from 'react';
import type { Journey } from '../model/types';
import { strings } from '../strings';
import { healthColor, healthIcons } from './health';

interface Props {
  journey: Journey;
  /** Only the operation, where there is no room for more. */
  brief?: boolean;
  onChoose?: (journey: Journey) => void;
}

/** A journey by its root's operation and service. Choosing it also follows its trace ID's data link, where one is set. */
export function JourneyName({ journey, brief = false, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const { service, operation, health } = journey;
  const status = strings.journeys.status[health];
  const name = operation || service || strings.journeys.unnamed;
  const [link] = journey.links();
  const choose = (event: MouseEvent) => {
    onChoose?.(journey);
    link?.onClick?.(event);
  };
  const content = (
    <>
      <Icon name={healthIcons[health]} className={styles[health]} title={status} />
      <span className={styles.name}>
        {name}
        {operation && !brief && <span className={styles.service}>{service}</span>}
      </span>
    </>
  );
  const props = {
    className: styles.open,
    onClick: choose,
    'aria-label': strings.journeys.open(name, journey.traceId, status),
  };
  return link ? (
    <a href={link.href} target={link.target} rel="noopener noreferrer" {...props}>
      {content}
    </a>
  ) : (
    <button type="button" {...props}>
      {content}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  open: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    padding: 0,
    textAlign: 'left',
    color: theme.colors.text.primary,
    background: 'none',
    border: 'none',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  service: css({ marginLeft: theme.spacing(1), color: theme.colors.text.secondary }),
  error: css({ flex: 'none', color: healthColor(theme, 'error') }),
  warning: css({ flex: 'none', color: healthColor(theme, 'warning') }),
  ok: css({ flex: 'none', color: theme.colors.success.text }),
});
