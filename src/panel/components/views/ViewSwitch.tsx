import type { IconName } from '@grafana/data';
import { RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import type { ViewName } from '../../hooks/views';
import { strings } from '../../strings';

interface Props<Name extends ViewName> {
  label: string;
  views: Name[];
  view: Name;
  /** Icons alone, where there is no room for words. */
  narrow?: boolean;
  onChoose: (view: Name) => void;
}

const icons: Record<ViewName, IconName> = {
  all: 'apps',
  graph: 'sitemap',
  timeline: 'align-left',
  steps: 'list-ul',
};

/** The way from one view of the journey to another. */
export function ViewSwitch<Name extends ViewName>({ label, views, view, narrow = false, onChoose }: Props<Name>) {
  const names = strings.views.names;
  const options = views.map((value) => ({
    value,
    icon: icons[value],
    label: narrow ? undefined : names[value],
    description: narrow ? names[value] : undefined,
    ariaLabel: names[value],
  }));
  return <RadioButtonGroup size="sm" aria-label={label} options={options} value={view} onChange={onChoose} />;
}
