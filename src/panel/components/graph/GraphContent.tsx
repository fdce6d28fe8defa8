import { css, cx } from '@emotion/css';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { RefObject, useCallback, useId, useMemo, useRef, useState } from 'react';
import { Camera } from '../../hooks/camera';
import { useGraphKeys } from '../../hooks/graphKeys';
import { useGraphSearch } from '../../hooks/graphSearch';
import type { Selection } from '../../hooks/selection';
import { useViewport } from '../../hooks/viewport';
import type { Size } from '../../layout/fit';
import { outlineOf } from '../../layout/outline';
import type { Place } from '../../layout/topology';
import type { PositionedGraph } from '../../layout/types';
import { groupId } from '../../model/graph/collapse';
import { originOf } from '../../model/model';
import type { QueryResult, Service } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { Canvas } from './Canvas';
import { ChangeLegend } from './ChangeLegend';
import { markAll, toHops, toServices } from './elements';
import { GraphToolbar } from './GraphToolbar';
import { HoveredHop } from './HoveredHop';
import { Outline } from './Outline';
import { useTools } from './tools';
import { useStyledGraph } from './useStyledGraph';
import { useErrorPath } from './useErrorPath';

interface Props {
  result: QueryResult;
  direction: Direction;
  width: number;
  height: number;
  paneSize: Size;
  /** What goes on the full screen. */
  frame: RefObject<HTMLDivElement | null>;
  selection?: Selection;
  onSelect: (selection: Selection) => void;
}

/** Where there is room for more than zooming, for a search of so many services, and for a map of so many. */
const TOOLS = { width: 560, height: 200, searched: 6 };
const MAP = { width: 640, height: 320, nodes: 16 };
const nowhere: PositionedGraph = { direction: 'right', width: 0, height: 0, nodes: [], edges: [] };

/** Brings the graph's parts together: what is drawn, what is marked, and what can be done. */
export function GraphContent({ result, direction, width, height, paneSize, frame, selection, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const { settings, collapsed, graph, styled, placed, setFoldProxies } = useStyledGraph(result, direction, width, height);
  const { expand } = collapsed;
  const outline = useRef<HTMLDivElement>(null);
  const select = useCallback(
    (place: Place) => {
      const service = place.type === 'service' ? styled.services.get(place.id)?.service : undefined;
      const drawn = service ?? styled.hops.get(place.id)?.hop;
      return service?.kind === 'group' ? expand(service.name) : onSelect(drawn?.standsFor ?? place);
    },
    [styled, expand, onSelect]
  );
  const selected = useMemo(() => placeOf(selection), [selection]);
  const keys = useGraphKeys(placed, { selected, select, zoom: (by) => zoom(by) });
  const search = useGraphSearch(result.services, ({ id, namespace }: Service) => {
    if (namespace && styled.services.has(groupId(namespace))) {
      expand(namespace);
    }
    keys.moveTo({ type: 'service', id });
  });
  const current = keys.focused || search.found ? keys.current : undefined;
  const shown = current ?? selected;
  const [camera] = useState(() => new Camera());
  const { zoom, onMove } = useViewport({
    ...{ camera, graph: placed ?? nowhere, paneSize, initialNode: worstOf(result) },
    selected: shown?.type === 'hop' ? styled.hops.get(shown.id)?.hop.target : shown?.id,
  });
  const errorPath = useErrorPath(graph, originOf(result));
  const [hovered, onHover] = useState<string>();
  const services = useMemo(() => toServices(styled, placed ?? nowhere, select), [styled, placed, select]);
  const hops = useMemo(() => toHops(styled, placed ?? nowhere, select, onHover), [styled, placed, select, onHover]);
  const items = useMemo(() => (placed ? outlineOf(placed) : []), [placed]);
  const highlighted = errorPath?.highlighted;
  const marks = useMemo(() => ({ selected, current, highlighted }), [selected, current, highlighted]);
  const markedServices = useMemo(() => markAll('service', services, marks), [services, marks]);
  const markedHops = useMemo(() => markAll('hop', hops, marks), [hops, marks]);
  const tools = useTools({ result, collapsed, placed, styled, frame, errorPath, settings, setFoldProxies });
  const hasMap = paneSize.width >= MAP.width && paneSize.height >= MAP.height && services.length >= MAP.nodes;
  const hasTools = paneSize.width >= TOOLS.width && paneSize.height >= TOOLS.height;
  return (
    <>
      <Outline
        ref={outline}
        id={useId()}
        {...{ items, styled, selected }}
        current={keys.current}
        onKeyDown={keys.onKeyDown}
        onFocusChange={keys.setFocused}
        onSelect={select}
      />
      <GraphToolbar
        tools={hasTools ? tools : []}
        search={hasTools && result.services.length > TOOLS.searched ? search : undefined}
        onZoom={zoom}
      />
      {/* Who clicks goes on from there by keyboard. */}
      <div
        className={cx(styles.canvas, !hasTools && styles.small)}
        onClick={() => outline.current?.focus({ preventScroll: true })}
      >
        <Canvas
          {...{ camera, paneSize, onMove }}
          graph={placed ?? nowhere}
          services={markedServices}
          hops={markedHops}
          showMap={settings.options.showMap && hasMap}
        />
      </div>
      {!placed && <LoadingPlaceholder className={styles.waiting} text={strings.graph.layingOut} />}
      {settings.comparison && <ChangeLegend comparison={settings.comparison} />}
      <HoveredHop
        {...{ styled, paneSize, camera }}
        graph={placed}
        id={hovered ?? (current?.type === 'hop' ? current.id : undefined)}
      />
    </>
  );
}

/** The service to look at first: where the error began, else where most failed. */
function worstOf(result: QueryResult): string {
  const failed = result.services.filter(({ health }) => health === 'error');
  const [worst] = [...failed].sort((a, b) => (b.errors ?? 0) - (a.errors ?? 0));
  return originOf(result) || (worst?.id ?? '');
}

function placeOf(selection: Selection | undefined): Place | undefined {
  return selection?.type === 'service' || selection?.type === 'hop'
    ? { type: selection.type, id: selection.id }
    : undefined;
}

const getStyles = () => ({
  canvas: css({ position: 'absolute', inset: 0 }),
  // A small part of a graph is worth more whole than under the tools.
  small: css({ clipPath: 'inset(44px 0 0)' }),
  waiting: css({ position: 'absolute', inset: 0, display: 'grid', placeContent: 'center', margin: 0 }),
});
