import { Handle, Node, NodeProps, Position } from '@xyflow/react';
import React from 'react';
import type { Service } from '../../model/types';
import { FarCard } from './FarCard';
import { ServiceCard } from './ServiceCard';
import type { CardContext } from './serviceText';
import { useIsFar } from './useIsFar';

export type ServiceNodeData = {
  service: Service;
  context: CardContext;
  onSelect: (id: string) => void;
};

/** Seats a service's card in the graph. React Flow draws no edge without handles, though ours know their own way. */
export function ServiceNode({ id, data, selected }: NodeProps<Node<ServiceNodeData, 'service'>>) {
  const { onSelect, ...card } = data;
  const Card = useIsFar() ? FarCard : ServiceCard;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Card {...card} selected={selected} onSelect={() => onSelect(id)} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}
