import { PanelPlugin } from '@grafana/data';
import { JourneyPanel } from './components/JourneyPanel';
import { strings } from './strings';
import { defaultOptions, PanelOptions } from './types';

const { direction, directions, findings, details } = strings.options;

export const plugin = new PanelPlugin<PanelOptions>(JourneyPanel).setPanelOptions((builder) =>
  builder
    .addRadio({
      path: 'direction',
      ...direction,
      defaultValue: defaultOptions.direction,
      settings: {
        options: (['auto', 'right', 'down'] as const).map((value) => ({ value, label: directions[value] })),
      },
    })
    .addBooleanSwitch({ path: 'showFindings', ...findings, defaultValue: defaultOptions.showFindings })
    .addBooleanSwitch({ path: 'showDetails', ...details, defaultValue: defaultOptions.showDetails })
);
