import React, { type KeyboardEvent, useId } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Field, TextArea, useStyles2 } from '@grafana/ui';

interface Props {
  label: string;
  description?: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** Shift+Enter, as in Grafana's own query fields; Enter alone starts a new line. */
  onRun: () => void;
}

const MOST_ROWS = 8;

/** A query in LogQL or TraceQL, as many lines high as it is long. */
export function QueryTextField({ label, description, placeholder, value, onChange, onRun }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);

  const runOnShiftEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  };

  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <TextArea
        id={id}
        className={styles.text}
        rows={Math.min(value.split('\n').length, MOST_ROWS)}
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={runOnShiftEnter}
      />
    </Field>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    minHeight: theme.spacing(theme.components.height.md), // one line is as high as an input beside it
    resize: 'vertical',
  }),
});
