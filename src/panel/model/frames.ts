import { DataFrame, DataFrameType } from '@grafana/data';
import type { FrameName } from '../../contract';

/** What a frame is to the panel. `trace` and `logs` of any data source are drawn where there are no `steps`. */
export type Role = FrameName;

/** A frame plays a role by its name or, since transformations rename and merge frames, by having these fields. */
const required: Record<Role, string[]> = {
  steps: ['kind', 'body', 'offset'],
  journeys: ['traceid', 'verdict', 'status'],
  nodes: ['id'],
  edges: ['id', 'source', 'target'],
  findings: ['severity', 'code', 'message'],
  trace: ['traceid', 'spanid', 'parentspanid', 'operationname', 'servicename', 'starttime', 'duration'],
  logs: [],
};

/** A node frame has more than an `id`, or any table would be one. */
const nodeFields = ['title', 'subtitle', 'mainstat', 'secondarystat', 'icon', 'color'];

/** Splits a response by query, keeping the order of the queries. */
export function byQuery(frames: DataFrame[]): Map<string, DataFrame[]> {
  const groups = new Map<string, DataFrame[]>();
  for (const frame of frames) {
    const refId = frame.refId ?? '';
    groups.set(refId, [...(groups.get(refId) ?? []), frame]);
  }
  return groups;
}

/** The frames of one query that play the role. */
export function framesFor(role: Role, frames: DataFrame[]): DataFrame[] {
  return frames.filter((frame) => rolesOf(frame).includes(role));
}

/** No role: the panel cannot draw this frame. */
export function isUnknown(frame: DataFrame): boolean {
  return frame.fields.length > 0 && rolesOf(frame).length === 0;
}

function rolesOf(frame: DataFrame): Role[] {
  const roles = Object.keys(required) as Role[];
  const named = roles.find((role) => role === frame.name);
  const names = new Set(frame.fields.map((field) => field.name.toLowerCase()));
  if (named) {
    return hasAll(names, required[named]) ? [named] : [];
  }
  if (looksLikeLogs(frame)) {
    return ['logs'];
  }
  const guessed = roles.filter((role) => role !== 'logs' && hasAll(names, required[role]));
  return guessed.filter((role) => role !== 'nodes' || looksLikeNodes(names));
}

/** Log frames say so, since their fields have many names. */
function looksLikeLogs({ meta }: DataFrame): boolean {
  return meta?.type === DataFrameType.LogLines || meta?.preferredVisualisationType === 'logs';
}

function looksLikeNodes(names: Set<string>): boolean {
  return nodeFields.some((name) => names.has(name)) || [...names].some((name) => /^(arc|detail)__/.test(name));
}

function hasAll(names: Set<string>, wanted: string[]): boolean {
  return wanted.every((name) => names.has(name));
}
