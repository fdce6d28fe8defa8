import type { DataFrame } from '@grafana/data';
import { strings } from '../strings';
import { severityOf } from './journeys';
import type { Remark } from './types';

/** What became of one source's part of the query, as `meta.custom.sources` says. */
interface SourceReport {
  cut?: string;
  error?: string;
}

const sourceNames: Record<string, string> = { loki: 'Loki', tempo: 'Tempo' };

/**
 * What the user must know about the answer: the backend's notices or, when
 * something between dropped them, the same told from the source reports.
 */
export function readRemarks(frames: DataFrame[]): Remark[] {
  const remarks = [...frames.flatMap(fromNotices), ...fromSources(frames)];
  const texts = remarks.map((remark) => remark.text);
  return remarks.filter((remark, i) => isNews(remark.text, texts.slice(0, i)));
}

/** How whole the answer is, "" when no frame says. */
export function readVerdict(frames: DataFrame[]): string {
  const verdicts = frames.map((frame) => custom(frame).verdict);
  return verdicts.find((verdict): verdict is string => typeof verdict === 'string') ?? '';
}

function fromNotices(frame: DataFrame): Remark[] {
  return (frame.meta?.notices ?? []).map(({ severity, text }) => ({ severity: severityOf(severity), text }));
}

function fromSources(frames: DataFrame[]): Remark[] {
  const sources = frames.map((frame) => custom(frame).sources).find(isObject) ?? {};
  return Object.entries(sources).flatMap(([name, report]) => fromSource(sourceNames[name] ?? name, report));
}

function fromSource(name: string, report: SourceReport | undefined): Remark[] {
  if (report?.error) {
    return [{ severity: 'error', text: strings.remarks.sourceFailed(name, report.error) }];
  }
  return report?.cut ? [{ severity: 'warning', text: strings.remarks.sourceCut(name, report.cut) }] : [];
}

/** The source's own words, once told, are not told again in ours. */
function isNews(text: string, before: string[]): boolean {
  return !before.some((other) => other === text || text.includes(other));
}

function custom(frame: DataFrame): { verdict?: unknown; sources?: Record<string, SourceReport> } {
  return frame.meta?.custom ?? {};
}

function isObject(value: unknown): value is Record<string, SourceReport> {
  return typeof value === 'object' && value !== null;
}
