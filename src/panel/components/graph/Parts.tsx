import { css } from '@emotion/css';
import { GrafanaTheme2, toIconName } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import React, { CSSProperties, memo } from 'react';
import { Box, Glyph, Part, Run, sizeOf, Text } from '../../layout/parts';
import { inkOf } from '../inks';

/** Draws parts on the page, each as an element of its own, which its role names. */
export const Parts = memo(function Parts({ parts }: { parts: Part[] }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  return (
    <>
      {parts.map((part) => {
        const { role, title } = part;
        switch (part.kind) {
          case 'box':
            return (
              <span key={role} data-part={role} className={styles.box} style={boxStyle(part, theme)} title={title} />
            );
          case 'icon':
            return <PartIcon key={role} part={part} className={styles.icon} theme={theme} />;
          case 'text':
            return (
              <span key={role} data-part={role} className={styles.text} style={textStyle(part)} title={title}>
                {part.runs.map((run, i) => (
                  <span key={run.role} data-run={run.role} style={runStyle(run, i, theme)}>
                    {run.text}
                  </span>
                ))}
              </span>
            );
        }
      })}
    </>
  );
});

function PartIcon({ part, className, theme }: { part: Glyph; className: string; theme: GrafanaTheme2 }) {
  const { role, icon, x, y, size, ink, title } = part;
  const name = toIconName(icon);
  const place = { left: x, top: y, width: size, height: size, color: inkOf(theme, ink) };
  return name ? (
    <span data-part={role} className={className} style={place} title={title}>
      <Icon name={name} style={{ width: size, height: size }} />
    </span>
  ) : null;
}

function boxStyle({ x, y, width, height, radius, fills, line }: Box, theme: GrafanaTheme2): CSSProperties {
  const [ground, ...above] = fills.map((ink) => inkOf(theme, ink));
  const layers = above.reverse().map((color) => `linear-gradient(${color}, ${color})`);
  return {
    ...{ left: x, top: y, width, height, borderRadius: radius },
    background: ground && [...layers, ground].join(', '),
    border: line && `${line.width}px ${line.dashes ? 'dashed' : 'solid'} ${inkOf(theme, line.ink)}`,
  };
}

function textStyle({ x, y, maxWidth, height, align, runs }: Text): CSSProperties {
  const left = align === 'start' ? x : align === 'end' ? x - maxWidth : x - maxWidth / 2;
  const textAlign = align === 'middle' ? 'center' : align;
  return { left, top: y, width: maxWidth, height, lineHeight: `${height}px`, fontSize: sizeOf(runs), textAlign };
}

function runStyle({ size, medium, ink, color, gap }: Run, i: number, theme: GrafanaTheme2): CSSProperties {
  const { fontWeightMedium, fontWeightRegular } = theme.typography;
  const fontWeight = medium ? fontWeightMedium : fontWeightRegular;
  return { fontSize: size, fontWeight, color: color ?? inkOf(theme, ink), marginLeft: i > 0 ? gap : undefined };
}

const getStyles = () => ({
  box: css({ position: 'absolute', boxSizing: 'border-box' }),
  text: css({
    position: 'absolute',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'pre',
    letterSpacing: 'normal',
  }),
  icon: css({ position: 'absolute', lineHeight: 0 }),
});
