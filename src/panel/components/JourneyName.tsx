import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { MouseEvent } from 'react';
import { linkToFollow } from '../model/journeys';
import type { Journey } from '../model/types';
import { strings } from '../strings';
import { healthColor, healthIcons } from './health';

interface Props {
  journey: Journey;
  /** Only the operation, where there is no room for more. */
  brief?: boolean;
  /** Choosing it shows it here, unless a link of the dashboard leads elsewhere. */
  inPlace: boolean;
  onChoose?: (journey: Journey) => void;
}

/** A journey by its root's operation and service. Choosing it also follows the data link of its trace ID that leads on from here, where there is one. */
export function JourneyName({ journey, brief = false, inPlace, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const { service, operation, outcome } = journey;
  const status = strings.journeys.status[outcome];
  const name = operation || service || strings.journeys.unnamed;
  // What is heard begins with what is seen, so that it can be said, too.
  const seen = operation && service && !brief ? [name, service] : [name];
  const link = linkToFollow(journey, inPlace);
  const choose = (event: MouseEvent) => {
    onChoose?.(journey);
    link?.onClick?.(event);
  };
  const content = (
    <>
      <span className={styles[outcome]} title={status} aria-hidden>
        <Icon name={healthIcons[outcome]} />
      </span>
      <span className={styles.name}>
        {name} {seen.length > 1 && <span className={styles.service}>{service}</span>}
      </span>
    </>
  );
  const props = {
    className: styles.open,
    onClick: choose,
    'aria-label': strings.journeys.open(seen.join(' '), journey.traceId, status),
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
  error: css({ display: 'inline-flex', flex: 'none', color: healthColor(theme, 'error') }),
  warning: css({ display: 'inline-flex', flex: 'none', color: healthColor(theme, 'warning') }),
  ok: css({ display: 'inline-flex', flex: 'none', color: theme.colors.success.text }),
  unknown: css({ display: 'inline-flex', flex: 'none', color: healthColor(theme, 'unknown') }),
});
