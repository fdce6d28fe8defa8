import React from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelData, QueryResultMetaNotice } from '@grafana/data';
import { Alert, Icon, useStyles2 } from '@grafana/ui';

/** What went wrong with an answer, and what the user must know of it. */
export function Remarks({ data, notices }: { data: PanelData; notices?: boolean }) {
  return (
    <>
      {data.errors?.map(({ message, data: detail }, i) => (
        <Alert
          key={i}
          bottomSpacing={0}
          severity="error"
          title={message ?? detail?.message ?? 'The query failed, and Grafana gave no reason.'}
        />
      ))}
      {notices && noticesOf(data).map((notice) => <Notice key={notice.text} {...notice} />)}
    </>
  );
}

const icons = { info: 'info-circle', warning: 'exclamation-triangle', error: 'exclamation-circle' } as const;

/** One line: an answer may have several, and what was found matters more. */
function Notice({ severity, text }: QueryResultMetaNotice) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.notice} role={severity === 'info' ? 'status' : 'alert'}>
      <Icon name={icons[severity]} className={styles[severity]} />
      <span>{text}</span>
    </div>
  );
}

/** Is anything said about this answer? */
export function hasRemarks(data: PanelData): boolean {
  return Boolean(data.errors?.length) || noticesOf(data).length > 0;
}

function noticesOf({ series }: PanelData): QueryResultMetaNotice[] {
  return series.flatMap((frame) => frame.meta?.notices ?? []);
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  info: css({ flex: 'none', color: theme.colors.info.text }),
  warning: css({ flex: 'none', color: theme.colors.warning.text }),
  error: css({ flex: 'none', color: theme.colors.error.text }),
});
