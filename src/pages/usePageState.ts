import { useCallback, useEffect, useState } from 'react';

import { locationService } from '@grafana/runtime';

import { type PageState, readUrl, writeUrl } from './pageState';

/** The address is the state: each change is a step of the browser's history. */
export function usePageState(): [PageState, (change: Partial<PageState>) => void] {
  const [state, setState] = useState(() => readUrl(locationService.getSearchObject()));

  useEffect(() => {
    const { pathname } = locationService.getLocation();
    const subscription = locationService.getLocationObservable().subscribe((location) => {
      // Another page's address is not for us to read while this one is still mounted.
      if (location.pathname === pathname) {
        setState(readUrl(locationService.getSearchObject()));
      }
    });
    return () => subscription.unsubscribe();
  }, []);

  const change = useCallback((part: Partial<PageState>) => {
    locationService.partial(writeUrl({ ...readUrl(locationService.getSearchObject()), ...part }));
  }, []);

  return [state, change];
}
