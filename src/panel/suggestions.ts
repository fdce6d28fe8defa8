import { PanelDataSummary, VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';
import { readModel } from './model/model';
import { strings } from './strings';
import type { PanelOptions } from './types';

/** Suggests the panel for frames that it can draw, first of all for those made for it. */
export function suggest(summary: PanelDataSummary): Array<VisualizationSuggestion<PanelOptions>> | void {
  const frames = summary.rawFrames ?? [];
  const { results } = readModel(frames);
  if (!results.some(({ services, journeys }) => services.length + journeys.length > 0)) {
    return;
  }
  const isOurs = frames.some((frame) => frame.name === 'steps' || frame.name === 'journeys');
  const score = isOurs ? VisualizationSuggestionScore.Best : VisualizationSuggestionScore.Good;
  return [{ name: strings.name, score, cardOptions: { previewModifier: makeSmall } }];
}

/** On a preview card there is room for the graph alone. */
function makeSmall(suggestion: VisualizationSuggestion<PanelOptions>): void {
  suggestion.options = { ...suggestion.options, showFindings: false, showDetails: false, showMap: false };
}
