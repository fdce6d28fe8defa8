import { Combobox, IconButton, Input, RadioButtonGroup } from '@grafana/ui';
import React, { ReactNode, useId } from 'react';
import { Level, levels, noFilter, StepFilter } from '../../model/stepFilter';
import type { Service } from '../../model/types';
import { strings } from '../../strings';
import { NearbySwitch } from '../NearbySwitch';
import type { StepsStyles } from './stepsStyles';

interface Props {
  filter: StepFilter;
  services: Service[];
  onChange: (filter: StepFilter) => void;
  styles: StepsStyles;
  /** What passes, told at the end of the row. */
  children: ReactNode;
}

const { filter: words } = strings.steps;
const kindOptions = [
  { value: '' as const, label: words.kinds.all },
  { value: 'span' as const, label: words.kinds.span },
  { value: 'log' as const, label: words.kinds.log },
];
const levelOptions = [
  { value: '' as Level | '', label: words.anyLevel },
  ...levels.map((value) => ({ value, label: words.levels[value] })),
];

/** Narrows the steps by text, kind, level and service. */
export function StepFilters({ filter, services, onChange, styles, children }: Props) {
  const id = useId();
  const set = (part: Partial<StepFilter>) => onChange({ ...filter, ...part });
  const serviceOptions = [
    { value: '', label: words.anyService },
    ...services.map(({ id, name }) => ({ value: id, label: name, description: id === name ? undefined : id })),
  ];
  const isSet = Object.values(filter).some((part) => part !== '');
  return (
    <div className={styles.filters} role="search">
      <div className={styles.search}>
        <Input
          type="search"
          placeholder={words.text}
          aria-label={words.text}
          value={filter.text}
          onChange={({ currentTarget }) => set({ text: currentTarget.value })}
        />
      </div>
      <RadioButtonGroup
        aria-label={words.kind}
        options={kindOptions}
        value={filter.kind}
        onChange={(kind) => set({ kind })}
      />
      <span id={`${id}-level`} hidden>
        {words.level}
      </span>
      <Combobox
        aria-labelledby={`${id}-level`}
        width="auto"
        minWidth={14}
        options={levelOptions}
        value={filter.level}
        onChange={({ value }) => set({ level: value })}
      />
      <span id={`${id}-service`} hidden>
        {words.service}
      </span>
      <Combobox
        aria-labelledby={`${id}-service`}
        width="auto"
        minWidth={14}
        options={serviceOptions}
        value={filter.node}
        onChange={({ value }) => set({ node: value })}
      />
      <NearbySwitch />
      {isSet && <IconButton name="times" tooltip={words.clear} onClick={() => onChange(noFilter)} />}
      {children}
    </div>
  );
}
