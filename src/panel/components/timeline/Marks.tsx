import { cx } from '@emotion/css';
import React, { MouseEvent } from 'react';
import { displayText } from '../../model/text';
import { Mark, marksOf } from '../../model/timeline/marks';
import type { Range } from '../../model/timeline/scale';
import type { Step } from '../../model/types';
import { strings } from '../../strings';
import type { TimelineStyles } from './timelineStyles';

interface Props {
  lines: Step[];
  range: Range;
  /** Keys of the chosen lines. */
  linked: ReadonlySet<string>;
  onSelect: (line: Step) => void;
  styles: TimelineStyles;
}

/** As much of a line as a tooltip can hold. */
const TOOLTIP_LENGTH = 300;

/** Log lines on the span that wrote them. By keyboard, lines are reached in the details and the steps. */
export function Marks({ lines, range, linked, onSelect, styles }: Props) {
  const choose = (event: MouseEvent, line: Step) => {
    event.stopPropagation();
    onSelect(line);
  };
  return (
    <>
      {marksOf(lines, range).map((mark) => (
        <span
          key={mark.line.key}
          className={cx(styles.mark, shape(mark, styles), linked.has(mark.line.key) && styles.markChosen)}
          style={{ left: `${mark.at}%` }}
          title={strings.timeline.mark(mark.count, mark.line.level, displayText(mark.line.body, TOOLTIP_LENGTH))}
          onClick={(event) => choose(event, mark.line)}
        />
      ))}
    </>
  );
}

function shape({ health, nearby }: Mark, styles: TimelineStyles): string | undefined {
  if (nearby) {
    return styles.markNearby;
  }
  return { error: styles.markError, warning: styles.markWarning, ok: undefined }[health];
}
