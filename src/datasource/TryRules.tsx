import React, { useId, useState } from 'react';

import { getBackendSrv } from '@grafana/runtime';
import { Alert, Button, Field, Stack, TextArea } from '@grafana/ui';

import { TextField } from './fields';
import { labelsOf, type Tried, verdictOf } from './tryRules';
import type { TraceIdRule } from './types';

interface Props {
  uid: string;
  rules: TraceIdRule[];
}

/** Shows what the rules, saved or not, read in a line that is pasted. The backend reads it, as it reads any other. */
export function TryRules({ uid, rules }: Props) {
  const id = useId();
  const [line, setLine] = useState('');
  const [labels, setLabels] = useState('');
  const [answer, setAnswer] = useState<{ severity: 'success' | 'warning' | 'error'; text: string }>();
  const hasLabels = rules.some(({ source }) => source === 'label');

  const ask = async () => {
    try {
      const asked = { rules, line, labels: labelsOf(labels) };
      const url = `/api/datasources/uid/${encodeURIComponent(uid)}/resources/try-rules`;
      setAnswer(verdictOf(await getBackendSrv().post<Tried>(url, asked, { showErrorAlert: false })));
    } catch (error) {
      setAnswer({ severity: 'error', text: reasonOf(error) });
    }
  };

  return (
    <Stack direction="column" gap={1}>
      <Field label="A log line" htmlFor={id} noMargin>
        <TextArea
          id={id}
          rows={3}
          spellCheck={false}
          placeholder="level=info msg=served req=4bf92f3577b34da6a3ce929d0e0e4736"
          value={line}
          onChange={({ currentTarget }) => setLine(currentTarget.value)}
        />
      </Field>
      {hasLabels && (
        <TextField label="Its labels" placeholder='app="cart", trace_id="4bf9…"' value={labels} onChange={setLabels} />
      )}
      <div>
        <Button variant="secondary" disabled={!line && !labels} onClick={ask}>
          Read the trace ID
        </Button>
      </div>
      {answer && <Alert severity={answer.severity} title={answer.text} bottomSpacing={0} />}
    </Stack>
  );
}

function reasonOf(error: unknown): string {
  const { data } = (error ?? {}) as { data?: { message?: string } };
  return data?.message ?? 'The data source did not answer. Save it first.';
}
