import React from 'react';

import type { Names } from '../components/lang/suggest';
import { QueryTextField } from '../components/QueryTextField';
import type { JourneyQuery } from '../contract';

interface Props {
  query: JourneyQuery;
  names: Names;
  edit: (change: Partial<JourneyQuery>) => void;
  onRun: () => void;
  onTraceId?: (traceId: string) => void;
}

/** LogQL, TraceQL or both. */
export function SearchFields({ query, names, edit, ...keys }: Props) {
  return (
    <>
      <QueryTextField
        label="LogQL"
        language="logql"
        description="Requests with a log line that matches"
        placeholder='{namespace="bookinfo"} |= "error"'
        names={names}
        value={query.logql ?? ''}
        onChange={(logql) => edit({ logql })}
        {...keys}
      />
      <QueryTextField
        label="TraceQL"
        language="traceql"
        description="Requests with spans that match. With LogQL, both must match."
        placeholder="{ status = error }"
        names={names}
        value={query.traceql ?? ''}
        onChange={(traceql) => edit({ traceql })}
        {...keys}
      />
    </>
  );
}
