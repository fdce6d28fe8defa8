import { useStyles2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import React, { useCallback, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { useListKeys } from '../../hooks/listKeys';
import type { Linked, Selection } from '../../hooks/selection';
import { useServiceColors } from '../../hooks/serviceColors';
import { useScrollToSelection } from '../../hooks/scrollToSelection';
import { filterSteps, noFilter } from '../../model/stepFilter';
import type { QueryResult, Step } from '../../model/types';
import { strings } from '../../strings';
import { StepFilters } from './StepFilters';
import { StepItem } from './StepItem';
import { STEP_HEIGHT, stepsStyles } from './stepsStyles';

interface Props {
  result: QueryResult;
  selection?: Selection;
  linked: Linked;
  onSelect: (selection: Selection) => void;
  /** The room there is, as far as known before the first drawing. */
  width: number;
  height: number;
}

const NARROW_BELOW_PX = 600;

/** The log of the request: spans and lines in time order, narrowed by filters. Only the rows in sight are drawn. */
export function StepsView({ result, selection, linked, onSelect, width, height }: Props) {
  const styles = useStyles2(stepsStyles);
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  const steps = useMemo(() => filterSteps(result.steps, wanted), [result.steps, wanted]);
  return (
    <section className={styles.view} aria-label={strings.steps.label}>
      <StepFilters filter={filter} services={result.services} onChange={setFilter} styles={styles}>
        <span className={styles.count} role="status">
          {strings.steps.filter.count(steps.length, result.steps.length)}
        </span>
      </StepFilters>
      {steps.length === 0 ? (
        <p className={styles.none}>{strings.steps.filter.none}</p>
      ) : (
        <StepRows {...{ steps, result, selection, linked, onSelect, width, height }} />
      )}
    </section>
  );
}

function StepRows({ steps, result, selection, linked, onSelect, width, height }: Props & { steps: Step[] }) {
  const styles = useStyles2(stepsStyles);
  const id = useId();
  const colors = useServiceColors(result.services);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const scroll = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroll.current,
    getItemKey: (index) => steps[index].key,
    estimateSize: () => STEP_HEIGHT,
    initialRect: { width, height },
    overscan: 10,
  });
  const select = useCallback((step: Step) => onSelect({ type: 'step', id: step.key }), [onSelect]);
  const toggle = useCallback((key: string) => setOpened((before) => toggled(before, key)), []);
  const keys = useListKeys({
    count: steps.length,
    page: Math.max(Math.floor(height / STEP_HEIGHT) - 3, 1),
    scrollTo: (index) => list.scrollToIndex(index),
    onChoose: (index) => select(steps[index]),
    onOpen: (index, open) => {
      if (opened.has(steps[index].key) !== open) {
        toggle(steps[index].key);
      }
      return undefined;
    },
  });
  useScrollToSelection({
    of: selection ? `${selection.type} ${selection.id}` : '',
    find: () => steps.findIndex(({ key }) => linked.steps.has(key)),
    show: (index) => {
      keys.setActive(index);
      const { startIndex = 0, endIndex = -1 } = list.range ?? {};
      if (!steps.slice(startIndex, endIndex).some(({ key }) => linked.steps.has(key))) {
        list.scrollToIndex(index, { align: 'center' });
      }
    },
  });
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="tree"
      tabIndex={0}
      aria-label={strings.steps.title(steps.length)}
      aria-activedescendant={`${id}-${keys.active}`}
      onKeyDown={keys.onKeyDown}
    >
      <div className={styles.content} style={{ height: list.getTotalSize() }} role="presentation">
        {list.getVirtualItems().map(({ key, index, start }) => (
          <StepItem
            key={key}
            id={`${id}-${index}`}
            {...{ index, styles }}
            step={steps[index]}
            color={colors(steps[index].node)}
            open={opened.has(steps[index].key)}
            narrow={width < NARROW_BELOW_PX}
            state={stateOf(steps[index], linked.steps, selection)}
            active={index === keys.active}
            top={start}
            measure={list.measureElement}
            onSelect={select}
            onToggle={toggle}
          />
        ))}
      </div>
    </div>
  );
}

function toggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(key)) {
    after.add(key);
  }
  return after;
}

function stateOf({ key }: Step, steps: ReadonlySet<string>, selection?: Selection): 'selected' | 'linked' | '' {
  if (!steps.has(key)) {
    return '';
  }
  return selection?.type === 'step' ? 'selected' : 'linked';
}
