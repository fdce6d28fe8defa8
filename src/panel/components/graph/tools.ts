import { useTheme2 } from '@grafana/ui';
import { RefObject } from 'react';
import type { Collapsed } from '../../hooks/collapsed';
import { useFullscreen } from '../../hooks/fullscreen';
import type { GraphSettings } from '../../hooks/graphSettings';
import type { PositionedGraph } from '../../layout/types';
import type { Picture } from '../../model/types';
import { strings } from '../../strings';
import type { Tool } from './GraphToolbar';
import { savePng, saveSvg } from './save';
import type { Scene } from './scene';
import { iconsOf, toSvg } from './svg';
import type { TrailSwitch } from './useTrail';

interface Parts {
  picture: Picture;
  collapsed: Collapsed;
  placed?: PositionedGraph;
  scene: Scene;
  frame: RefObject<HTMLDivElement | null>;
  trail?: TrailSwitch;
  settings: GraphSettings;
  setFoldProxies: (folded: boolean) => void;
}

/** The tools of the toolbar; what there is nothing for is left out. */
export function useTools({ picture, collapsed, placed, scene, frame, trail, settings, setFoldProxies }: Parts): Tool[] {
  const theme = useTheme2();
  const full = useFullscreen(frame);
  const words = strings.graph;
  const { foldProxies } = settings.options;
  const svg = async () => (placed ? toSvg(placed, scene, theme, await iconsOf(placed, scene, theme)) : '');
  const hasProxies = picture.hops.some(
    ({ between }) => between.clientProxyP50 !== undefined || between.serverProxyP50 !== undefined
  );
  const tools: Array<Tool | false | undefined> = [
    trail && {
      icon: 'eye',
      label: trail.isOn ? words.trail.off : words.trail.on,
      pressed: trail.isOn,
      onClick: trail.toggle,
      onHover: trail.onHover,
    },
    hasProxies && {
      icon: 'shield',
      label: foldProxies ? words.proxies.unfold : words.proxies.fold,
      pressed: !foldProxies,
      onClick: () => setFoldProxies(!foldProxies),
    },
    collapsed.namespaces.length > 1 && {
      icon: 'layers-alt',
      label: collapsed.some ? words.expandAll : words.collapseAll,
      pressed: collapsed.some,
      onClick: () => collapsed.setAll(!collapsed.some),
    },
    { icon: 'download-alt', label: words.saveSvg, onClick: () => void svg().then(saveSvg) },
    { icon: 'camera', label: words.savePng, onClick: () => void svg().then(savePng) },
    full.isAllowed && {
      icon: 'monitor',
      label: full.isFull ? words.fullscreen.leave : words.fullscreen.enter,
      pressed: full.isFull,
      onClick: full.toggle,
    },
  ];
  return tools.filter((tool): tool is Tool => Boolean(tool));
}
