import { details, links } from './details';
import { compare, graph, hop, service } from './graph';
import { findings, journeys, queries, severity, summary, verdict } from './journeys';
import { options } from './options';
import { remarks, state } from './states';
import { nearby, steps, timeline, views } from './timeline';
import { translated, t } from './translate';

/** All words that the panel shows or speaks. */
export const strings = translated({
  name: () => t('name', 'Request Journey'),
  counted: (title: string, count: number) => t('counted', '{{title}} ({{number, number}})', { title, number: count }),
  unknown: () => t('unknown', 'unknown'),
  severity,
  graph,
  compare,
  service,
  hop,
  details,
  views,
  timeline,
  nearby,
  steps,
  summary,
  verdict,
  findings,
  links,
  journeys,
  queries,
  state,
  remarks,
  options,
});
