import { IconName, toIconName } from '@grafana/data';
import type { Health, Service } from '../../model/types';
import { healthIcons, serviceIcons } from '../health';
import type { Scene } from './scene';

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

/** Fetches what a saved picture has to hold itself. An icon that cannot be had is left out. */
export async function fetchIcons({ services, hops }: Scene): Promise<IconPaths> {
  const ofServices = [...services.values()].flatMap(({ service, context }) => [
    iconOf(service),
    statusIconOf(context.tone),
  ]);
  const names = new Set([...ofServices, ...[...hops.values()].map(({ tone }) => statusIconOf(tone))]);
  names.delete('');
  const entries = await Promise.all([...names].map(async (name) => [name, await fetchPath(name)] as const));
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
