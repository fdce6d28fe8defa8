import type { Node, NodeProps } from '@xyflow/react';
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

/** Seats a service's card in the graph. */
export function ServiceNode({ id, data, selected }: NodeProps<Node<ServiceNodeData, 'service'>>) {
  const { onSelect, ...card } = data;
  const Card = useIsFar() ? FarCard : ServiceCard;
  return <Card {...card} selected={selected} onSelect={() => onSelect(id)} />;
}
