import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { JourneyPanel } from './components/JourneyPanel';
import { readOptions } from './options';
import meta from './plugin.json';
import { strings } from './strings';
import { suggest } from './suggestions';
import { defaultOptions, PanelOptions, Thresholds, View } from './types';

// Grafana has fetched the words for its user's language before it loads this file.
void initPluginTranslations(meta.id);

const words = strings.options;

export const plugin = new PanelPlugin<PanelOptions>(JourneyPanel)
  .setPanelOptions((builder) => {
    const { graph, thresholds } = words.categories;
    builder
      .addMultiSelect({
        path: 'views',
        ...words.views,
        // Grafana's type is of one choice; the editor holds a list of them.
        defaultValue: defaultOptions.views as unknown as View,
        settings: { options: choices(words.viewNames) },
      })
      .addBooleanSwitch({ path: 'showFindings', ...words.findings, defaultValue: defaultOptions.showFindings })
      .addBooleanSwitch({ path: 'showDetails', ...words.details, defaultValue: defaultOptions.showDetails })
      .addRadio({
        path: 'direction',
        ...words.direction,
        category: graph,
        defaultValue: defaultOptions.direction,
        settings: { options: choices(words.directions) },
      })
      .addRadio({
        path: 'colorBy',
        ...words.colorBy,
        category: graph,
        defaultValue: defaultOptions.colorBy,
        settings: { options: choices(words.colors) },
      })
      .addSelect({
        path: 'hopLabels',
        ...words.labels,
        category: graph,
        defaultValue: defaultOptions.hopLabels,
        settings: { options: choices(words.labelContents) },
      })
      .addBooleanSwitch({
        path: 'foldProxies',
        ...words.foldProxies,
        category: graph,
        defaultValue: defaultOptions.foldProxies,
      })
      .addBooleanSwitch({ path: 'showMap', ...words.showMap, category: graph, defaultValue: defaultOptions.showMap });
    for (const name of Object.keys(defaultOptions.thresholds) as Array<keyof Thresholds>) {
      builder.addNumberInput({
        path: `thresholds.${name}`,
        ...words.thresholds[name],
        category: thresholds,
        defaultValue: defaultOptions.thresholds[name],
        settings: { min: 0 },
        showIf: ({ colorBy }) => name.startsWith('error') === (colorBy !== 'latency'),
      });
    }
  })
  .useFieldConfig({
    // Of fields, the figures of services and hops can be shown otherwise.
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Filterable,
    ],
    // Which means: as errors and latency colour them.
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
  })
  .setMigrationHandler(({ options }) => readOptions(options))
  .setSuggestionsSupplier(suggest);

/** The words for an option's values as choices, in their order. */
function choices<Value extends string>(names: Record<Value, string>): Array<{ value: Value; label: string }> {
  return (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));
}
