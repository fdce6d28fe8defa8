import React, { type ChangeEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';

import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { Highlight } from './Highlight';
import { actionOf } from './keys';
import type { Language } from './lexer';
import type { Names } from './suggest';
import { optionId, SuggestionList } from './SuggestionList';
import { useSuggestions, withChoice } from './useSuggestions';

interface Props {
  id: string;
  label: string;
  language: Language;
  value: string;
  placeholder?: string;
  names?: Names;
  onChange: (value: string, isPasted: boolean) => void;
  onRun: () => void;
}

const MAX_ROWS = 8;
/** Height of a line, in its letters'. */
const LINE_HEIGHT = 1.6;

/**
 * A text area over its own text in colours, with a list of what can be typed next.
 * It stays a text area: for screen readers, undo and whatever else the browser brings.
 */
export function CodeArea({ id, label, language, value, placeholder, names, onChange, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const area = useRef<HTMLTextAreaElement>(null);
  const behind = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const { open, update, close, move } = useSuggestions(language, names);
  const placeCaret = useCaret(area);
  const listId = `${id}-suggestions`;

  const change = ({ target, nativeEvent }: ChangeEvent<HTMLTextAreaElement>) => {
    onChange(target.value, (nativeEvent as InputEvent).inputType === 'insertFromPaste');
    void update(target.value, target.selectionStart);
  };

  const pick = (index: number) => {
    if (open) {
      const chosen = withChoice(value, open.cursor, open.items[index]);
      placeCaret(chosen.caret);
      onChange(chosen.text, false);
      close();
    }
  };

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart } = event.currentTarget;
    const run = () => {
      close();
      onRun();
    };
    const offer = () => void update(value, selectionStart);
    const act = actionOf(event, open !== undefined, { run, offer, pick: () => pick(open?.active ?? 0), move, close });
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };

  return (
    <div className={styles.field}>
      <div ref={behind} className={cx(styles.text, styles.behind)} aria-hidden>
        <Highlight text={value} language={language} mark={open?.cursor.from} markRef={mark} />
      </div>
      <textarea
        id={id}
        ref={area}
        className={cx(styles.text, styles.area)}
        rows={1}
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        aria-autocomplete={names && 'list'}
        aria-controls={open && listId}
        aria-activedescendant={open && optionId(listId, open.active)}
        onChange={change}
        onKeyDown={press}
        onBlur={close}
        onScroll={({ currentTarget }) => behind.current?.scrollTo(0, currentTarget.scrollTop)}
      />
      {open && (
        <SuggestionList
          id={listId}
          label={`Suggestions for ${label}`}
          items={open.items}
          active={open.active}
          anchor={mark}
          onPick={pick}
        />
      )}
    </div>
  );
}

/** Puts the caret where it belongs once the text that was chosen is there. */
function useCaret(area: RefObject<HTMLTextAreaElement | null>) {
  const wanted = useRef<number>();

  useLayoutEffect(() => {
    if (wanted.current !== undefined) {
      area.current?.setSelectionRange(wanted.current, wanted.current);
      wanted.current = undefined;
    }
  });

  return (caret: number) => {
    wanted.current = caret;
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({
    position: 'relative',
    display: 'grid',
    background: theme.components.input.background,
    borderRadius: theme.shape.radius.default,
  }),
  // Both texts must break their lines at the same places, or the caret is beside its letters.
  text: css({
    gridArea: '1 / 1',
    margin: 0,
    padding: theme.spacing(0.625, 1),
    border: '1px solid transparent',
    borderRadius: theme.shape.radius.default,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: LINE_HEIGHT,
    letterSpacing: 'normal',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    overflow: 'hidden auto',
    scrollbarGutter: 'stable',
    tabSize: 2,
  }),
  // Both lie in one cell, so the text area is as high as this makes it: it cannot tell its own lines.
  behind: css({
    maxHeight: `calc(${MAX_ROWS} * ${LINE_HEIGHT}em + ${theme.spacing(1.5)})`,
    pointerEvents: 'none',
    userSelect: 'none',
  }),
  area: css({
    position: 'relative',
    minHeight: theme.spacing(theme.components.height.md), // one line is as high as an input beside it
    resize: 'vertical',
    background: 'transparent',
    color: 'transparent',
    caretColor: theme.colors.text.primary,
    borderColor: theme.components.input.borderColor,
    '&::placeholder': { color: theme.colors.text.disabled },
    '&:hover': { borderColor: theme.components.input.borderHover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
    // The browser draws no colours but its own: show the letters themselves.
    '@media (forced-colors: active)': { color: 'CanvasText', background: 'Canvas' },
  }),
});
