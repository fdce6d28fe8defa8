import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import type { TimeSpan } from '../model/explore';
import { isOfApp, journeyPath, pageToShare } from '../model/share';
import type { QueryResult } from '../model/types';
import { useSources } from './sources';

export interface Share {
  /** The app's page about a journey, for a link on this page. */
  pathOf: (traceId: string, range?: TimeSpan) => string;
  /** The address that shows others what is seen here. */
  addressOf: (traceId: string, range?: TimeSpan) => string;
}

/** Ways to show a journey elsewhere: on the app's page, the address that one is at. */
export function useShare(result: QueryResult): Share {
  const { own } = useSources(result);
  const pathOf = (traceId: string, range?: TimeSpan) =>
    locationUtil.assureBaseUrl(journeyPath({ traceId, range, datasource: own }));
  const addressOf = (traceId: string, range?: TimeSpan) => {
    const here = locationService.getLocation();
    return isOfApp(here.pathname)
      ? pageToShare(addressOfPath(locationUtil.assureBaseUrl(here.pathname + here.search + here.hash)), traceId)
      : addressOfPath(pathOf(traceId, range));
  };
  return { pathOf, addressOf };
}

const addressOfPath = (path: string) => new URL(path, window.location.origin).href;
