import React, { useId } from 'react';

import { Field } from '@grafana/ui';

import { CodeArea } from './lang/CodeArea';
import type { Language } from './lang/lexer';
import type { Names } from './lang/suggest';
import { isTraceId, toTraceId } from './traceId';

interface Props {
  label: string;
  description?: string;
  placeholder?: string;
  language: Language;
  /** What is offered while typing; nothing without it. */
  names?: Names;
  value: string;
  onChange: (value: string) => void;
  /** Shift+Enter, as in Grafana's own query fields; Enter alone starts a new line. */
  onRun: () => void;
  /** The text has become a trace ID, which is no query. */
  onTraceId?: (traceId: string) => void;
}

/** A query in LogQL or TraceQL, in colours, as many lines high as it is long. */
export function QueryTextField({ label, description, language, onChange, onTraceId, ...area }: Props) {
  const id = useId();

  const change = (value: string, isPasted: boolean) => {
    if (onTraceId && isTraceId(value, isPasted)) {
      onTraceId(toTraceId(value));
    } else {
      onChange(value);
    }
  };

  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <CodeArea id={id} label={label} language={language} onChange={change} {...area} />
    </Field>
  );
}
