import React, { lazy, Suspense, useEffect, useState } from 'react';

import { locationService } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';

import { pages } from './paths';

const JourneysPage = lazy(() => import('./JourneysPage'));
const SetupPage = lazy(() => import('./setup/SetupPage'));

/** The app's pages; an unknown address shows the journeys. */
export function App() {
  const isSetup = usePathname().endsWith(lastPart(pages.setup));
  return (
    <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>{isSetup ? <SetupPage /> : <JourneysPage />}</Suspense>
  );
}

function usePathname(): string {
  const [pathname, setPathname] = useState(() => locationService.getLocation().pathname);
  useEffect(() => {
    const subscription = locationService
      .getLocationObservable()
      .subscribe((location) => setPathname(location.pathname));
    return () => subscription.unsubscribe();
  }, []);
  return pathname;
}

/** Grafana may be served below a path of its own, so only the end of an address is compared. */
function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/'));
}
