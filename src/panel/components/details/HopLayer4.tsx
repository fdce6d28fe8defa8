import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatBytes, formatCount, formatMilliseconds } from '../../model/format';
import type { Layer4 } from '../../model/types';
import { strings } from '../../strings';
import { Section } from './Section';
import { Stat, Stats } from './Stats';

/** The connections of a hop, as ztunnel reports them. */
export function HopLayer4({ layer4 }: { layer4: Layer4 }) {
  const styles = useStyles2(getStyles);
  return (
    <Section title={strings.hop.layer4.title}>
      {!layer4.certain && <p className={styles.note}>{strings.hop.layer4.possible}</p>}
      <Stats stats={statsOf(layer4)} />
    </Section>
  );
}

function statsOf({ connections, address, requestBytes, responseBytes, duration, error }: Layer4): Stat[] {
  const names = strings.hop.layer4;
  const isOne = connections === 1;
  return [
    isOne
      ? { name: names.connection, value: address }
      : { name: names.connections, value: formatCount(connections) },
    { name: names.request, value: formatBytes(requestBytes) },
    { name: names.response, value: formatBytes(responseBytes) },
    { name: isOne ? names.duration : names.longest, value: formatMilliseconds(duration) },
    { name: names.error, value: error, bad: true },
  ].filter(({ value }) => value !== '');
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.text.secondary }),
});
