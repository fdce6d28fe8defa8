import { IconName, toIconName } from '@grafana/data';
import type { Health, Service } from '../../model/types';
import { healthIcons, serviceIcons } from '../health';
import type { ShownHop, ShownService } from './scene';

/** SVG path data of icons, by name; all are drawn in a square of 24. */
export type IconPaths = ReadonlyMap<string, string>;

declare global {
  interface Window {
    __grafana_public_path__?: string;
  }
}

export function iconOf(service: Service): IconName {
  return toIconName(service.icon) ?? serviceIcons[service.kind];
}

export function statusIconOf(tone: Health): string {
  return tone === 'ok' ? '' : healthIcons[tone];
}

/** The names of the icons on services and hops. */
export function iconNames(services: Iterable<ShownService>, hops: Iterable<Pick<ShownHop, 'tone'>>): string[] {
  const ofServices = [...services].flatMap(({ service, context }) => [iconOf(service), statusIconOf(context.tone)]);
  const names = new Set([...ofServices, ...[...hops].map(({ tone }) => statusIconOf(tone))]);
  names.delete('');
  return [...names].sort();
}

/** Fetches what a drawing has to hold itself. An icon that cannot be had is left out. */
export async function fetchIcons(names: string[]): Promise<IconPaths> {
  const entries = await Promise.all(names.map(async (name) => [name, await fetchPath(name)] as const));
  return new Map(entries.filter(([, path]) => path !== ''));
}

/** From where Grafana's own icons come. */
async function fetchPath(name: string): Promise<string> {
  const root = window.__grafana_public_path__ ?? 'public/';
  try {
    const response = await fetch(`${root}build/img/icons/unicons/${name}.svg`);
    const icon = new DOMParser().parseFromString(await response.text(), 'image/svg+xml');
    return [...icon.querySelectorAll('path')].map((path) => path.getAttribute('d')).join(' ');
  } catch {
    return '';
  }
}
