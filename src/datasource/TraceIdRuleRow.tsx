import React from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Combobox, type ComboboxOption, Field, useStyles2 } from '@grafana/ui';

import { TextField } from './fields';
import type { TraceIdRule } from './types';

interface Props {
  rule: TraceIdRule;
  /** Rules are asked in this order. */
  number: number;
  onChange: (rule: TraceIdRule) => void;
  onRemove: () => void;
}

type Source = TraceIdRule['source'];

const sources: Array<ComboboxOption<Source>> = [
  { value: 'line', label: 'Line', description: 'A regular expression over the whole line' },
  { value: 'label', label: 'Label', description: 'Structured metadata, or else a stream label' },
  { value: 'json', label: 'JSON', description: 'A field of a JSON line' },
  { value: 'logfmt', label: 'logfmt', description: 'A field of a logfmt line' },
];

const keys: Record<Exclude<Source, 'line'>, { label: string; placeholder: string }> = {
  label: { label: 'Label name', placeholder: 'trace_id' },
  json: { label: 'Path', placeholder: 'log.trace_id' },
  logfmt: { label: 'Key', placeholder: 'traceID' },
};

/** One rule: where to look, and for what. */
export function TraceIdRuleRow({ rule, number, onChange, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  const edit = (change: Partial<TraceIdRule>) => onChange({ ...rule, ...change });
  const isKeyed = rule.source !== 'line';

  return (
    <div className={styles.row} role="group" aria-label={`Rule ${number}`}>
      <TextField label="Name" value={rule.name} onChange={(name) => edit({ name })} />
      <Field label="Search in" noMargin>
        <Combobox
          aria-label="Search in"
          options={sources}
          value={rule.source}
          onChange={({ value }) => edit({ source: value, ...(value === 'line' && { key: undefined }) })}
        />
      </Field>
      {rule.source !== 'line' && (
        <TextField {...keys[rule.source]} required value={rule.key} onChange={(key) => edit({ key })} />
      )}
      <TextField
        label={isKeyed ? 'Pattern within the value' : 'Pattern'}
        required={!isKeyed}
        placeholder={isKeyed ? 'The value is the ID' : 'req=([0-9a-f]{32})'}
        value={rule.pattern}
        onChange={(pattern) => edit({ pattern: pattern || undefined })}
      />
      <Button variant="secondary" icon="trash-alt" aria-label={`Remove rule ${number}`} onClick={onRemove} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // In one line where there is room; else the pattern, which is long, has one with the button.
  row: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: theme.spacing(1),
    '& > div': { flex: `1 1 ${theme.spacing(18)}`, minWidth: 0 },
    '& > div:last-of-type': { flex: `3 1 ${theme.spacing(30)}` },
    '& > button': { flex: 'none' },
  }),
});
