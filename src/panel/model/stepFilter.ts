import type { Step, StepKind } from './types';

/** What the list of steps is narrowed to; an empty part lets all through. */
export interface StepFilter {
  kind: StepKind | '';
  /** The least level. */
  level: Level | '';
  /** A service's ID. */
  node: string;
  /** Words that all must occur in the step, in any case. */
  text: string;
}

export const noFilter: StepFilter = { kind: '', level: '', node: '', text: '' };

/** Levels to choose from, the gravest first. */
export const levels = ['error', 'warning', 'info', 'debug'] as const;
export type Level = (typeof levels)[number];

/** The steps that pass, in their order. */
export function filterSteps(steps: Step[], filter: StepFilter): Step[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { kind, level, node } = filter;
  const isAll = !kind && !level && !node && words.length === 0;
  return isAll
    ? steps
    : steps.filter(
        (step) =>
          (!kind || step.kind === kind) &&
          (!level || isAsGrave(step, level)) &&
          (!node || step.node === node) &&
          words.every((word) => has(step, word))
      );
}

/** Spans have no level but a status: one that did not fail is as grave as a line that informs. */
function isAsGrave(step: Step, least: Level): boolean {
  return levels.indexOf(levelOf(step)) <= levels.indexOf(least);
}

function levelOf({ health, level }: Step): Level {
  if (health !== 'ok') {
    return health;
  }
  return /^(debug|trace|verbose)/.test(level) ? 'debug' : 'info';
}

function has({ body, service, traceId, spanId, attributes }: Step, word: string): boolean {
  return (
    [body, service, traceId, spanId].some((text) => text.toLowerCase().includes(word)) ||
    Object.entries(attributes).some(([name, value]) => `${name}=${plain(value)}`.toLowerCase().includes(word))
  );
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
