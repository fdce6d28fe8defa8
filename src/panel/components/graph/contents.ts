import { toIconName } from '@grafana/data';
import { CardContents } from '../../layout/card';
import type { LabelContents } from '../../layout/label';
import { formatCount } from '../../model/format';
import type { Service } from '../../model/types';
import { strings } from '../../strings';
import { healthIcons, healthInks, serviceIcons } from '../health';
import { changeIcons, changeInks, changeText } from './differences';
import type { StyledHop } from './styledGraph';
import { activityText, CardContext, mainFigure, troubleText } from './serviceText';

/** What the card of a service says. */
export function cardContents(service: Service, context: CardContext): CardContents {
  const { tone, difference, oneJourney } = context;
  const health = difference ? 'ok' : tone; // the badge says how it differs, and nothing else is coloured
  const { unit, value, color } = mainFigure(service, context);
  const isGhost = service.kind === 'ghost';
  return {
    name: service.name,
    subtitle: service.subtitle,
    icon: toIconName(service.icon) ?? serviceIcons[service.kind],
    ink: healthInks[health],
    isBad: health === 'error',
    status: tone === 'ok' ? '' : healthIcons[tone],
    isPlaceholder: isGhost || difference?.change === 'gone',
    isStack: service.kind === 'group',
    figure: value === '' && isGhost ? { unit: strings.hop.noSpans, value } : { unit, value, color },
    trouble: troubleText(service, oneJourney),
    lines: service.lines
      ? { count: formatCount(service.lines), title: strings.service.lines(service.lines) }
      : undefined,
    badge: badgeOf(context),
    track: trackOf(service, context),
  };
}

/** How it differs from another journey or, without one, that the error began here. */
function badgeOf({ origin, difference }: CardContext): CardContents['badge'] {
  if (difference) {
    const { change } = difference;
    const looks = { icon: changeIcons[change], ink: changeInks[change], isFilled: false };
    return change === 'same' ? undefined : { text: changeText(difference), ...looks };
  }
  return origin ? { text: strings.service.origin, ink: 'failure', isFilled: true } : undefined;
}

/** When it worked on one journey, or how much of it failed over many. */
function trackOf({ health, errorShare }: Service, { activity }: CardContext): CardContents['track'] {
  if (activity && activity.total > 0) {
    const [from, to] = [activity.from / activity.total, activity.to / activity.total];
    return { busy: { from, to, ink: health === 'error' ? 'error' : 'busy' }, title: activityText(activity) };
  }
  return errorShare > 0 ? { busy: { from: 0, to: errorShare, ink: 'error' } } : {};
}

/** What the label of a hop says. */
export function labelContents({
  label,
  tone,
  difference,
}: Pick<StyledHop, 'label' | 'tone' | 'difference'>): LabelContents {
  if (difference) {
    const { change } = difference;
    const isPlain = change === 'same';
    return { text: label, icon: isPlain ? '' : changeIcons[change], ink: changeInks[change], isPlain };
  }
  const isPlain = tone === 'ok';
  return { text: label, icon: isPlain ? '' : healthIcons[tone], ink: healthInks[tone], isPlain };
}
