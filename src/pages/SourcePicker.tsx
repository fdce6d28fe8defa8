import React from 'react';

import type { DataSourceInstanceSettings } from '@grafana/data';
import { Combobox } from '@grafana/ui';

interface Props {
  sources: DataSourceInstanceSettings[];
  uid: string;
  onChange: (uid: string) => void;
}

/** Which data source to ask, where there is a choice. */
export function SourcePicker({ sources, uid, onChange }: Props) {
  if (sources.length < 2) {
    return null;
  }
  return (
    <Combobox
      aria-label="Data source"
      width={30}
      options={sources.map((source) => ({ value: source.uid, label: source.name }))}
      value={uid}
      onChange={({ value }) => onChange(value)}
    />
  );
}
