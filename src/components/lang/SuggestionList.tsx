import React, { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { Suggestion } from './suggest';

const GAP_PX = 4;

interface Props {
  id: string;
  label: string;
  items: Suggestion[];
  active: number;
  /** Where the text begins that a choice replaces. */
  anchor: RefObject<HTMLElement | null>;
  onPick: (index: number) => void;
}

/** What can be typed next; the keys stay with the text area. */
export function SuggestionList({ id, label, items, active, anchor, onPick }: Props) {
  const styles = useStyles2(getStyles);
  const list = useRef<HTMLUListElement>(null);
  const activeRef = useRef<HTMLLIElement>(null);

  // Below the anchor, but not beyond the field's right end.
  useLayoutEffect(() => {
    const field = list.current?.offsetParent?.getBoundingClientRect();
    const at = anchor.current?.getBoundingClientRect();
    if (list.current && field && at) {
      const rightmost = Math.max(0, field.width - list.current.offsetWidth);
      list.current.style.left = `${Math.min(at.left - field.left, rightmost)}px`;
      list.current.style.top = `${at.bottom - field.top + GAP_PX}px`;
    }
  }, [anchor, items]);

  useEffect(() => {
    activeRef.current?.scrollIntoView?.({ block: 'nearest' }); // not in jsdom
  }, [active]);

  return (
    <ul id={id} ref={list} role="listbox" aria-label={label} className={styles.list}>
      {items.map((item, index) => (
        <li
          key={item.label}
          id={optionId(id, index)}
          ref={index === active ? activeRef : undefined}
          role="option"
          aria-selected={index === active}
          className={cx(styles.option, index === active && styles.active)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(index)}
        >
          <span className={styles.label}>{item.label}</span>
          <span className={styles.detail}>{item.detail}</span>
        </li>
      ))}
    </ul>
  );
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    position: 'absolute',
    zIndex: theme.zIndex.dropdown,
    minWidth: 220,
    maxWidth: 'min(100%, 640px)',
    maxHeight: 240,
    overflowY: 'auto',
    margin: 0,
    padding: theme.spacing(0.5, 0),
    listStyle: 'none',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
  }),
  option: css({
    display: 'flex',
    gap: theme.spacing(2),
    justifyContent: 'space-between',
    padding: theme.spacing(0.25, 1),
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
  label: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  detail: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  }),
});
