import { useTheme2 } from '@grafana/ui';
import { MiniMap, Node, ReactFlow } from '@xyflow/react';
import React from 'react';
import { ZOOM } from '../../layout/fit';
import { strings } from '../../strings';
import { healthColor } from '../health';
import type { DrawnHop } from './HopLine';
import { Hops } from './Hops';
import { ServiceNode, ServiceNodeData } from './ServiceNode';

interface Props {
  nodes: Array<Node<ServiceNodeData>>;
  hops: DrawnHop[];
  showMap: boolean;
  onMove: (event: unknown) => void;
}

const nodeTypes = { service: ServiceNode };
const zoomKeys = ['Control', 'Meta'];
/** From here on drawing only what is in sight is cheaper than finding out what is. */
const MANY = 120;

/** The picture itself, for the eye and the pointer: it can be zoomed and panned, and has no stop for the keyboard. */
export function Canvas({ nodes, hops, showMap, onMove }: Props) {
  const theme = useTheme2();
  const color = ({ data }: Node<ServiceNodeData>) =>
    data.context.tone === 'ok' ? theme.colors.text.disabled : healthColor(theme, data.context.tone);
  return (
    <ReactFlow
      nodes={nodes}
      nodeTypes={nodeTypes}
      minZoom={ZOOM.min}
      maxZoom={ZOOM.max}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      // As in Grafana's node graph: a bare wheel scrolls the dashboard.
      zoomOnScroll={false}
      preventScrolling={false}
      zoomActivationKeyCode={zoomKeys}
      disableKeyboardA11y
      onlyRenderVisibleElements={nodes.length > MANY}
      attributionPosition="bottom-center"
      onMove={(event) => onMove(event)}
    >
      <Hops hops={hops} />
      {showMap && (
        <MiniMap
          ariaLabel={strings.graph.map}
          pannable
          zoomable
          position="bottom-left"
          nodeColor={color}
          nodeBorderRadius={8}
        />
      )}
    </ReactFlow>
  );
}
