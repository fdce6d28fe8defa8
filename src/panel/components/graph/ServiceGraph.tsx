import { css, cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { Edge, Node, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import React, { useCallback, useMemo, useRef } from 'react';
import { useElementSize } from '../../hooks/elementSize';
import { useGraphLayout } from '../../hooks/graphLayout';
import { isSelected, Selection } from '../../hooks/selection';
import { useViewport } from '../../hooks/viewport';
import { Room, ZOOM } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
import { originOf } from '../../model/model';
import type { Picture } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { flowStyles } from './flowStyles';
import { GraphControls } from './GraphControls';
import { HopEdge, HopEdgeData } from './HopEdge';
import { toEdges, toNodes } from './elements';
import { ServiceNode, ServiceNodeData } from './ServiceNode';

interface Props {
  picture: Picture;
  direction: Direction;
  /** The room there is while nothing else is open: it decides the direction, so that opening details turns nothing. */
  width: number;
  height: number;
  selection?: Selection;
  onSelect: (selection: Selection) => void;
}

const nodeTypes = { service: ServiceNode };
const edgeTypes = { hop: HopEdge };

/** Services and hops as a layered graph that can be zoomed and panned. */
export function ServiceGraph({ picture, direction, width, height, selection, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const flow = useStyles2(flowStyles);
  const ref = useRef<HTMLDivElement>(null);
  const room = useElementSize(ref, { width, height });
  const graph = useGraphLayout(picture, direction, width, height);
  const select = useCallback((type: Selection['type']) => (id: string) => onSelect({ type, id }), [onSelect]);
  const allNodes = useMemo(() => toNodes(picture, graph, select('service')), [picture, graph, select]);
  const allEdges = useMemo(() => toEdges(picture, graph, select('hop')), [picture, graph, select]);
  const nodes = useMemo(() => marked(allNodes, 'service', selection), [allNodes, selection]);
  const edges = useMemo(() => marked(allEdges, 'hop', selection), [allEdges, selection]);
  const label = strings.graph.label(picture.services.length, picture.hops.length);
  const selected = endOf(picture, selection);
  return (
    <div ref={ref} className={cx(styles.graph, flow)} role="group" aria-label={label}>
      <ReactFlowProvider>
        <Canvas {...{ nodes, edges, graph, room, matters: worstOf(picture), selected, onSelect }} />
      </ReactFlowProvider>
    </div>
  );
}

interface CanvasProps {
  nodes: Array<Node<ServiceNodeData>>;
  edges: Array<Edge<HopEdgeData>>;
  graph: PositionedGraph;
  room: Room;
  matters: string;
  selected?: string;
  onSelect: (selection: Selection) => void;
}

function Canvas({ nodes, edges, onSelect, ...view }: CanvasProps) {
  const { fitView, onMove } = useViewport(view);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      minZoom={ZOOM.min}
      maxZoom={ZOOM.max}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      // As in Grafana's node graph: a bare wheel scrolls the dashboard.
      zoomOnScroll={false}
      preventScrolling={false}
      zoomActivationKeyCode={zoomKeys}
      disableKeyboardA11y
      onMove={onMove}
      onEdgeClick={(_, { id }) => onSelect({ type: 'hop', id })}
      attributionPosition="bottom-left"
    >
      <GraphControls onFit={fitView} />
    </ReactFlow>
  );
}

const zoomKeys = ['Control', 'Meta'];

/** The service to look at first: where the error began, else where most failed. */
function worstOf(picture: Picture): string {
  const failed = picture.services.filter(({ health }) => health === 'error');
  const [worst] = [...failed].sort((a, b) => (b.errors ?? 0) - (a.errors ?? 0));
  return originOf(picture) || (worst?.id ?? '');
}

/** The service that the selection is about; of a hop, the callee. */
function endOf(picture: Picture, selection?: Selection): string | undefined {
  return selection?.type === 'hop' ? picture.hops.find(({ id }) => id === selection.id)?.target : selection?.id;
}

/** Marks what is selected and leaves all other items the same objects, so that they are not drawn anew. */
function marked<Item extends { id: string }>(items: Item[], type: Selection['type'], selection?: Selection): Item[] {
  return items.map((item) => (isSelected(selection, type, item.id) ? { ...item, selected: true } : item));
}

const getStyles = () => ({
  graph: css({ position: 'relative', flex: 1, minWidth: 0, minHeight: 0, overflow: 'hidden' }),
});
