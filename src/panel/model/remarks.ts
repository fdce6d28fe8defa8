import type { DataFrame } from '@grafana/data';
import type { Limit, NoticeCodes } from '../../contract';
import { strings } from '../strings';
import { severityOf } from './journeys';
import type { Remark } from './types';

/** What became of one source's part of the query, as `meta.custom.sources` says. */
interface SourceReport {
  cut?: Limit;
  error?: string;
}

const sourceNames: Record<string, string> = { loki: 'Loki', tempo: 'Tempo' };
const gravity: Record<Remark['severity'], number> = { info: 0, warning: 1, error: 2 };

/**
 * What the user must know about the answer, the gravest first: the backend's
 * notices, which say all that the source reports hold, or these reports when
 * something between dropped the notices.
 */
export function readRemarks(frames: DataFrame[]): Remark[] {
  const notices = frames.flatMap(fromNotices);
  const remarks = notices.length > 0 ? notices : fromSources(frames);
  const isFirst = ({ text }: Remark, i: number) => remarks.findIndex((other) => other.text === text) === i;
  return remarks.filter(isFirst).sort((a, b) => gravity[b.severity] - gravity[a.severity]);
}

/** How whole the answer is, "" when no frame says. */
export function readVerdict(frames: DataFrame[]): string {
  const verdicts = frames.map((frame) => custom(frame).verdict);
  return verdicts.find((verdict): verdict is string => typeof verdict === 'string') ?? '';
}

function fromNotices(frame: DataFrame): Remark[] {
  const { notices: codes = [] } = custom(frame);
  return (frame.meta?.notices ?? []).map(({ severity, text }, i) => ({ severity: severityOf(severity), text, code: codes[i] }));
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

function custom(frame: DataFrame): { verdict?: unknown; sources?: Record<string, SourceReport>; notices?: NoticeCodes } {
  return frame.meta?.custom ?? {};
}

function isObject(value: unknown): value is Record<string, SourceReport> {
  return typeof value === 'object' && value !== null;
}
