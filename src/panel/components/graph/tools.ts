import { useTheme2 } from '@grafana/ui';
import { RefObject } from 'react';
import type { Collapsed } from '../../hooks/collapsed';
import { useFullscreen } from '../../hooks/fullscreen';
import type { GraphSettings } from '../../hooks/graphSettings';
import type { PositionedGraph } from '../../layout/types';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import type { Tool } from './GraphToolbar';
import { savePng, saveSvg } from './save';
import type { StyledGraph } from './styledGraph';
import { iconsOf, toSvg } from './svg';
import type { ErrorPathSwitch } from './useErrorPath';

interface Parts {
  result: QueryResult;
  collapsed: Collapsed;
  placed?: PositionedGraph;
  styled: StyledGraph;
  frame: RefObject<HTMLDivElement | null>;
  errorPath?: ErrorPathSwitch;
  settings: GraphSettings;
  setFoldProxies: (folded: boolean) => void;
}

/** The tools of the toolbar; what there is nothing for is left out. */
export function useTools({ result, collapsed, placed, styled, frame, errorPath, settings, setFoldProxies }: Parts): Tool[] {
  const theme = useTheme2();
  const full = useFullscreen(frame);
  const words = strings.graph;
  const { foldProxies } = settings.options;
  const svg = async () => (placed ? toSvg(placed, styled, theme, await iconsOf(placed, styled, theme)) : '');
  const hasProxies = result.hops.some(
    ({ between }) => between.clientProxyP50 !== undefined || between.serverProxyP50 !== undefined
  );
  const tools: Array<Tool | false | undefined> = [
    errorPath && {
      icon: 'eye',
      label: errorPath.isOn ? words.errorPath.hide : words.errorPath.show,
      pressed: errorPath.isOn,
      onClick: errorPath.toggle,
      onHover: errorPath.onHover,
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
