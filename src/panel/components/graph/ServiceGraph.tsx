import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { Edge, Node, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import React, { useCallback, useEffect, useMemo, useRef } from 'react';
import { useElementSize } from '../../hooks/elementSize';
import { useGraphLayout } from '../../hooks/graphLayout';
import { isSelected, Selection } from '../../hooks/selection';
import { fit, ZOOM } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
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
  /** The room there is, before it is measured. */
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
  const graph = useGraphLayout(picture, direction, room.width, room.height);
  const select = useCallback((type: Selection['type']) => (id: string) => onSelect({ type, id }), [onSelect]);
  const allNodes = useMemo(() => toNodes(picture, graph, select('service')), [picture, graph, select]);
  const allEdges = useMemo(() => toEdges(picture, graph, select('hop')), [picture, graph, select]);
  const nodes = useMemo(() => marked(allNodes, 'service', selection), [allNodes, selection]);
  const edges = useMemo(() => marked(allEdges, 'hop', selection), [allEdges, selection]);
  const label = strings.graph.label(picture.services.length, picture.hops.length);
  return (
    <div ref={ref} className={`${styles.graph} ${flow}`} role="group" aria-label={label}>
      <ReactFlowProvider>
        <Canvas nodes={nodes} edges={edges} graph={graph} {...room} onSelect={onSelect} />
      </ReactFlowProvider>
    </div>
  );
}

interface CanvasProps {
  nodes: Array<Node<ServiceNodeData>>;
  edges: Array<Edge<HopEdgeData>>;
  graph: PositionedGraph;
  width: number;
  height: number;
  onSelect: (selection: Selection) => void;
}

function Canvas({ nodes, edges, graph, width, height, onSelect }: CanvasProps) {
  const fitView = useFit(graph, width, height);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      defaultViewport={fit(graph, width, height)}
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
      zoomActivationKeyCode={['Control', 'Meta']}
      disableKeyboardA11y
      onEdgeClick={(_, { id }) => onSelect({ type: 'hop', id })}
      proOptions={{ hideAttribution: true }}
    >
      <GraphControls onFit={fitView} />
    </ReactFlow>
  );
}

/** Fits the graph when its shape or its room changes; a refresh of the figures leaves the view where the user put it. */
function useFit(graph: PositionedGraph, width: number, height: number): () => void {
  const { setViewport } = useReactFlow();
  const shape = JSON.stringify([width, height, graph.direction, graph.nodes.map(({ id, x, y }) => [id, x, y])]);
  const fitView = useCallback(() => {
    setViewport(fit(graph, width, height));
  }, [setViewport, graph, width, height]);
  const fitted = useRef('');
  useEffect(() => {
    if (fitted.current !== shape) {
      fitted.current = shape;
      fitView();
    }
  }, [shape, fitView]);
  return fitView;
}

/** Marks what is selected and leaves all other items the same objects, so that they are not drawn anew. */
function marked<Item extends { id: string }>(items: Item[], type: Selection['type'], selection?: Selection): Item[] {
  return items.map((item) => (isSelected(selection, type, item.id) ? { ...item, selected: true } : item));
}

const getStyles = () => ({
  graph: css({ position: 'relative', flex: 1, minWidth: 0, minHeight: 0, overflow: 'hidden' }),
});
