import React from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';

import { narrow } from './narrow';
import type { CheckResult } from './types';

/** Examples and counts; log lines are shown as they are, never as markup. */
export function Evidence({ table }: { table: NonNullable<CheckResult['evidence']> }) {
  const styles = useStyles2(getStyles);

  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j} title={cell} data-column={table.columns[j]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.more !== undefined && (
        <Text color="secondary" variant="bodySmall">
          {`and ${table.more} more`}
        </Text>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    overflow: 'auto',
    maxHeight: 320,
    marginTop: theme.spacing(1),
    [narrow(theme)]: { maxHeight: 'none' },
  }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    'th, td': {
      padding: theme.spacing(0.5, 1.5, 0.5, 0),
      textAlign: 'left',
      whiteSpace: 'nowrap',
      verticalAlign: 'top',
      fontVariantNumeric: 'tabular-nums',
    },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
    td: { borderTop: `1px solid ${theme.colors.border.weak}` },
    // The last column holds the line, which has what room is left.
    'td:last-child': {
      width: '100%',
      maxWidth: 0,
      minWidth: 240,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      fontFamily: theme.typography.fontFamilyMonospace,
    },
    [narrow(theme)]: asList(theme),
  }),
});

/** Where there is no room for columns: each row by itself, its first cell as a title, the others after their names. */
const asList = (theme: GrafanaTheme2) => ({
  display: 'block',
  thead: { display: 'none' },
  tbody: { display: 'block' },
  tr: {
    display: 'flex',
    flexWrap: 'wrap' as const,
    columnGap: theme.spacing(2),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  },
  'tbody td': { border: 0, padding: 0, whiteSpace: 'normal' as const, '&:empty': { display: 'none' } },
  'td:first-child': { flex: '1 1 100%', fontWeight: theme.typography.fontWeightMedium },
  'td:not(:first-child, :last-child)::before': {
    content: 'attr(data-column) " "',
    color: theme.colors.text.secondary,
  },
  'tbody td:last-child': { flex: '1 1 100%', maxWidth: 'none', minWidth: 0, whiteSpace: 'nowrap' as const },
});
