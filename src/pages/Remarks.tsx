import React from 'react';

import type { PanelData, QueryResultMetaNotice } from '@grafana/data';
import { Alert } from '@grafana/ui';

/** What went wrong with an answer, and what the user must know of it. */
export function Remarks({ data, notices }: { data: PanelData; notices?: boolean }) {
  return (
    <>
      {data.errors?.map(({ message, data: detail }, i) => (
        <Alert key={i} severity="error" title={message ?? detail?.message ?? 'The query failed without a reason.'} />
      ))}
      {notices && noticesOf(data).map(({ severity, text }) => <Alert key={text} severity={severity} title={text} />)}
    </>
  );
}

function noticesOf({ series }: PanelData): QueryResultMetaNotice[] {
  return series.flatMap((frame) => frame.meta?.notices ?? []);
}
