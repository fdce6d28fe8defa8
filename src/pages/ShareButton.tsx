import React from 'react';

import { locationUtil } from '@grafana/data';
import { ClipboardButton } from '@grafana/ui';

import { type PageState, toTimeRange } from './pageState';
import { journeysPath } from './paths';

/** Copies an address that shows the same later: "the last hour" becomes the hour that it is now. */
export function ShareButton({ state }: { state: PageState }) {
  return (
    <ClipboardButton variant="secondary" icon="share-alt" getText={() => shareUrl(state)}>
      Copy link
    </ClipboardButton>
  );
}

export function shareUrl(state: PageState): string {
  const { from, to } = toTimeRange(state);
  const path = journeysPath({ ...state, live: '', from: String(from.valueOf()), to: String(to.valueOf()) });
  return new URL(locationUtil.assureBaseUrl(path), window.location.origin).href;
}
