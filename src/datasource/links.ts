import type { DataFrame, DataLink, DataSourceInstanceSettings, Field } from '@grafana/data';

import type { JourneyQuery } from '../contract';
import type { JourneySettings } from './types';

/**
 * Gives the trace IDs of an answer links: to the journey, and to the trace in the core
 * Tempo data source where the settings name it. They open in Explore, in a split view.
 */
export function withLinks(frame: DataFrame, settings: DataSourceInstanceSettings<JourneySettings>): DataFrame {
  return frame.name === 'journeys' || frame.name === 'findings'
    ? { ...frame, fields: frame.fields.map((field) => (field.name === 'traceID' ? linked(field, settings) : field)) }
    : frame;
}

function linked(field: Field, settings: DataSourceInstanceSettings<JourneySettings>): Field {
  const links = [
    ...(field.config.links ?? []),
    toJourney(settings),
    ...toTempo(settings.jsonData.tempo?.datasourceUid),
  ];
  return { ...field, config: { ...field.config, links } };
}

function toJourney({ uid, name }: DataSourceInstanceSettings<JourneySettings>): DataLink<JourneyQuery> {
  return {
    title: 'Show this journey',
    url: '',
    internal: {
      datasourceUid: uid,
      datasourceName: name,
      query: { refId: 'A', queryType: 'journey', traceId: '${__value.raw}' },
    },
  };
}

function toTempo(datasourceUid: string | undefined): DataLink[] {
  if (!datasourceUid) {
    return [];
  }
  const query = { refId: 'A', queryType: 'traceql', query: '${__value.raw}' };
  return [{ title: 'Trace in Tempo', url: '', internal: { datasourceUid, datasourceName: 'Tempo', query } }];
}
