import { useEffect, useReducer, useState } from 'react';

import type { TimeRange } from '@grafana/data';

import { runSetup } from './runSetup';
import type { Check, CheckResult, SetupMessage } from './types';

export interface SetupState {
  /** All checks, also those still to come. */
  checks: Check[];
  results: Record<string, CheckResult>;
  isRunning: boolean;
  /** Milliseconds, once all is checked. */
  took?: number;
  /** Why the check itself failed. */
  error?: string;
}

type Step = { start: true } | SetupMessage | { error: string } | { end: true };

const idle: SetupState = { checks: [], results: {}, isRunning: false };

/** Runs the check when the page opens, and again with each call of the returned function. */
export function useSetup(uid: string | undefined, range: () => TimeRange): [SetupState, () => void] {
  const [state, step] = useReducer(reduce, idle);
  const [run, setRun] = useState(0);

  useEffect(() => {
    if (uid === undefined) {
      return undefined;
    }
    step({ start: true });
    const subscription = runSetup(uid, range()).subscribe({
      next: step,
      error: (error) => step({ error: reasonOf(error) }),
      complete: () => step({ end: true }),
    });
    return () => subscription.unsubscribe();
    // The range is as of when the check starts: later changes wait for the button.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [uid, run]);

  return [state, () => setRun((n) => n + 1)];
}

/** The state after one more line of the answer. */
export function reduce(state: SetupState, message: Step): SetupState {
  if ('start' in message) {
    return { ...idle, checks: state.checks, isRunning: true };
  }
  if ('error' in message) {
    return { ...state, isRunning: false, error: message.error };
  }
  if ('end' in message) {
    const isCut = state.took === undefined && state.error === undefined;
    return { ...state, isRunning: false, error: isCut ? 'The check ended early. Run it again.' : state.error };
  }
  const { checks = state.checks, result, took = state.took } = message;
  const results = result ? { ...state.results, [result.id]: result } : state.results;
  return { ...state, checks, results, took };
}

function reasonOf(error: unknown): string {
  const { data, message } = (error ?? {}) as { data?: { message?: string }; message?: string };
  return data?.message ?? message ?? 'The data source did not answer. Check its settings.';
}
