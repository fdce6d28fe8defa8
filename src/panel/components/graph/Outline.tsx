import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { forwardRef, KeyboardEvent, memo } from 'react';
import type { OutlineItem } from '../../layout/outline';
import type { Place } from '../../layout/topology';
import { strings } from '../../strings';
import { StyledGraph, sentenceOf } from './styledGraph';

interface Props {
  /** Unique on the page. */
  id: string;
  items: OutlineItem[];
  styled: StyledGraph;
  current?: Place;
  selected?: Place;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocusChange: (focused: boolean) => void;
  onSelect: (place: Place) => void;
}

/**
 * The graph as a tree for screen readers, and its one tab stop: the focus stays
 * on the tree while the current item moves along the calls, drawn or not.
 */
export const Outline = forwardRef<HTMLDivElement, Props>(function Outline(props, ref) {
  const { id, items, styled, current, selected, onKeyDown, onFocusChange, onSelect } = props;
  const styles = useStyles2(getStyles);
  const at = current && items.findIndex((item) => item.type === current.type && item.id === current.id);
  return (
    <div
      ref={ref}
      className={styles.hidden}
      role="tree"
      tabIndex={0}
      aria-label={strings.graph.outline.label(styled.services.size, styled.hops.size)}
      aria-activedescendant={at === undefined || at < 0 ? undefined : itemId(id, at)}
      onKeyDown={onKeyDown}
      onFocus={() => onFocusChange(true)}
      onBlur={() => onFocusChange(false)}
    >
      {items.map((item, i) => (
        <Item
          key={`${item.type} ${item.id}`}
          id={itemId(id, i)}
          item={item}
          label={sentenceOf(styled, item.type, item.id)}
          selected={item.type === selected?.type && item.id === selected.id}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
});

interface ItemProps {
  id: string;
  item: OutlineItem;
  label: string;
  selected: boolean;
  onSelect: (place: Place) => void;
}

/** Kept as long as it says the same: there are as many as the graph has parts. */
const Item = memo(function Item({ id, item, label, selected, onSelect }: ItemProps) {
  const { level, position, siblings, leadsBack } = item;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={selected}
      aria-label={leadsBack ? strings.graph.outline.leadsBack(label) : label}
      onClick={() => onSelect({ type: item.type, id: item.id })}
    />
  );
});

function itemId(outline: string, index: number): string {
  return `${outline}-${index}`;
}

const getStyles = () => ({
  hidden: css({
    position: 'absolute',
    width: 1,
    height: 1,
    margin: -1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
