import React from 'react';

import type { PanelData, QueryResultMetaNotice } from '@grafana/data';
import { Alert } from '@grafana/ui';

/** What went wrong with an answer, and what the user must know of it. */
export function Remarks({ data, notices }: { data: PanelData; notices?: boolean }) {
  return (
    <>
      {data.errors?.map(({ message, data: detail }, i) => (
        <Alert
          key={i}
          bottomSpacing={0}
          severity="error"
          title={message ?? detail?.message ?? 'The query failed without a reason.'}
        />
      ))}
      {notices &&
        noticesOf(data).map(({ severity, text }) => (
          <Alert key={text} bottomSpacing={0} severity={severity} title={text} />
        ))}
    </>
  );
}

/** Is anything said about this answer? */
export function hasRemarks(data: PanelData): boolean {
  return Boolean(data.errors?.length) || noticesOf(data).length > 0;
}

function noticesOf({ series }: PanelData): QueryResultMetaNotice[] {
  return series.flatMap((frame) => frame.meta?.notices ?? []);
}
