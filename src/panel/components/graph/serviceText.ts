import type { Activity } from '../../model/activity';
import type { Authored } from '../../model/columns';
import { formatMilliseconds, formatShare } from '../../model/format';
import type { Difference } from '../../model/graph/compare';
import type { Health, Service } from '../../model/types';
import { strings } from '../../strings';
import { changeText } from './differences';

/** What a card shows, beside the service itself. */
export interface CardContext {
  /** The picture is of one journey: figures are its own, not statistics. */
  oneJourney: boolean;
  /** The request broke here. */
  origin: boolean;
  /** When it worked on the one journey. */
  activity?: Activity;
  /** How it is coloured, by its errors or its latency. */
  tone: Health;
  /** From another journey, when two are compared. */
  difference?: Difference;
}

interface Figure {
  value: string;
  unit: string;
  /** As the dashboard's author wants it. */
  color?: string;
}

/** The figure that a card leads with: time spent in one journey, p95 over many, else what the frame calls main. */
export function mainFigure(service: Service, { oneJourney, activity }: CardContext): Figure {
  if (service.kind === 'group') {
    return { value: strings.graph.members(service.members ?? 0), unit: '' };
  }
  if (oneJourney) {
    const spent = service.total ?? (activity && service.kind !== 'ghost' ? activity.to - activity.from : undefined);
    return toFigure(spent, service.total === undefined ? undefined : service.authored.total, '');
  }
  if (service.p95 !== undefined) {
    return toFigure(service.p95, service.authored.p95, strings.service.p95);
  }
  const [main] = service.stats;
  return { value: main ? `${main.prefix ?? ''}${main.text}${main.suffix ?? ''}` : '', unit: main?.title ?? '' };
}

function toFigure(ms: number | undefined, { text, title, color }: Authored = {}, unit: string): Figure {
  return { value: ms === undefined ? '' : (text ?? formatMilliseconds(ms)), unit: title ?? unit, color };
}

/** What went wrong, in as few words as a card has room for; "" when nothing did. */
export function troubleText(service: Service, oneJourney: boolean): string {
  if (service.health === 'ok') {
    return '';
  }
  if (service.errors && oneJourney) {
    return strings.service.errors(service.errors);
  }
  if (service.errorShare > 0) {
    return strings.service.errorShare(formatShare(service.errorShare));
  }
  return service.errors ? strings.service.errors(service.errors) : strings.service.errorLines(service.errorLines ?? 0);
}

/** The card as one sentence, for those who hear it. */
export function serviceSentence(service: Service, context: CardContext): string {
  const { value, unit } = mainFigure(service, context);
  return strings.service.label([
    `${strings.service.kind[service.kind]} ${service.name}`,
    service.subtitle,
    context.oneJourney && value && service.kind !== 'group'
      ? strings.service.timeSpent(value)
      : `${unit} ${value}`.trim(),
    troubleText(service, context.oneJourney),
    service.lines ? strings.service.lines(service.lines) : '',
    context.origin ? strings.service.origin : '',
    context.difference ? changeText(context.difference) : '',
  ]);
}

export function activityText({ from, to, total }: Activity): string {
  return strings.service.busy(formatMilliseconds(from), formatMilliseconds(to), formatMilliseconds(total));
}
