import React, { useId } from 'react';

import { getDataSourceSrv } from '@grafana/runtime';
import { Combobox, Field } from '@grafana/ui';

import type { SourceName } from './types';

interface Props {
  source: SourceName;
  value: string | undefined;
  onChange: (uid: string | undefined) => void;
}

/** Grafana's own data source of the same server, to which links lead. */
export function CoreSourceField({ source, value, onChange }: Props) {
  const id = useId();
  const options = getDataSourceSrv()
    .getList({ pluginId: source })
    .map(({ uid, name }) => ({ value: uid, label: name }));

  if (options.length === 0 && !value) {
    return null;
  }
  return (
    <Field
      label="Same server in Grafana"
      description="Links into Explore open this data source."
      htmlFor={id}
      noMargin
    >
      <Combobox
        id={id}
        isClearable
        placeholder="No links"
        options={options}
        value={value ?? null}
        onChange={(chosen) => onChange(chosen?.value)}
      />
    </Field>
  );
}
