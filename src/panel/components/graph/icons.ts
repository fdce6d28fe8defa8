import { GrafanaTheme2 } from '@grafana/data';
import { DrawnHop, DrawnService, partsOfCard, partsOfLabel } from './drawn';

/** SVG path data of icons, by name; all are drawn in a square of 24. */
export type IconPaths = ReadonlyMap<string, string>;

declare global {
  interface Window {
    __grafana_public_path__?: string;
  }
}

/** The names of the icons on services and hops. */
export function iconNames(services: DrawnService[], hops: DrawnHop[], theme: GrafanaTheme2): string[] {
  const cards = services.flatMap((service) => partsOfCard(service, theme));
  const labels = hops.filter(({ label }) => label).flatMap(partsOfLabel);
  const names = new Set([...cards, ...labels].flatMap((part) => (part.kind === 'icon' ? [part.icon] : [])));
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
