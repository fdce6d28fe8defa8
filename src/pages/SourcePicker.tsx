import React, { useId } from 'react';

import { css } from '@emotion/css';
import type { DataSourceInstanceSettings } from '@grafana/data';
import { Combobox, InlineField, useStyles2 } from '@grafana/ui';

interface Props {
  sources: DataSourceInstanceSettings[];
  uid: string;
  onChange: (uid: string) => void;
}

/** Which data source to ask, where there is a choice. */
export function SourcePicker({ sources, uid, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);

  if (sources.length < 2) {
    return null;
  }
  return (
    <InlineField label="Data source" htmlFor={id} className={styles.field}>
      <Combobox
        id={id}
        width={30}
        options={sources.map((source) => ({ value: source.uid, label: source.name }))}
        value={uid}
        onChange={({ value }) => onChange(value)}
      />
    </InlineField>
  );
}

const getStyles = () => ({
  field: css({ marginBottom: 0 }), // it stands in a row of buttons
});
