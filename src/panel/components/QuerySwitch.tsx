import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { CompareState } from '../hooks/comparison';
import type { QueryResult } from '../model/types';
import { strings } from '../strings';

interface Props {
  results: QueryResult[];
  shown?: string;
  compare: CompareState;
  onChoose: (refId: string) => void;
}

/** Which query's answer is shown, and which other journey it is compared with. */
export function QuerySwitch({ results, shown, compare, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const options = results.map(({ refId }) => ({ value: refId, label: strings.queries.one(refId) }));
  return (
    <div className={styles.results}>
      <RadioButtonGroup
        size="sm"
        aria-label={strings.queries.label}
        options={options}
        value={shown}
        onChange={onChoose}
      />
      {compare.others.map((refId) => {
        const isOn = compare.with === refId;
        return (
          <Button
            key={refId}
            size="sm"
            variant="secondary"
            icon={isOn ? 'times' : 'code-branch'}
            aria-pressed={isOn}
            onClick={() => compare.compareWith(isOn ? undefined : refId)}
          >
            {isOn ? strings.compare.stop : strings.compare.with(refId)}
          </Button>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  results: css({
    flex: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1.5),
  }),
});
