import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  type FieldConfigPropertyItem,
  FieldConfigProperty,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

type Process = FieldConfigPropertyItem['process'];

/** How Grafana reads what is set about fields; there is no pane here to set it in. */
const processes: Partial<Record<FieldConfigProperty, Process>> = {
  [FieldConfigProperty.Unit]: unitOverrideProcessor as Process,
  [FieldConfigProperty.Min]: numberOverrideProcessor as Process,
  [FieldConfigProperty.Max]: numberOverrideProcessor as Process,
  [FieldConfigProperty.FieldMinMax]: booleanOverrideProcessor as Process,
  [FieldConfigProperty.Decimals]: numberOverrideProcessor as Process,
  [FieldConfigProperty.DisplayName]: displayNameOverrideProcessor as Process,
  [FieldConfigProperty.NoValue]: stringOverrideProcessor as Process,
  [FieldConfigProperty.Thresholds]: thresholdsOverrideProcessor as Process,
  [FieldConfigProperty.Mappings]: valueMappingsOverrideProcessor as Process,
  [FieldConfigProperty.Links]: dataLinksOverrideProcessor as Process,
  [FieldConfigProperty.Color]: identityOverrideProcessor as Process,
  [FieldConfigProperty.Filterable]: booleanOverrideProcessor as Process,
};

export function registerFieldConfigs() {
  standardFieldConfigEditorRegistry.setInit(() =>
    Object.entries(processes).map(([id, process]) => toItem(id, process))
  );
}

function toItem(id: string, process: Process): FieldConfigPropertyItem {
  const none = () => null;
  return { id, path: id, name: id, editor: none, override: none, process, shouldApply: () => true, settings: {} };
}
