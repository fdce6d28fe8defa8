import React from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, Text, useStyles2 } from '@grafana/ui';

import type { Code } from './types';

/** Text to be copied, under the name of the file or setting it belongs to. */
export function CodeBlock({ code: { title, text } }: { code: Code }) {
  const styles = useStyles2(getStyles);

  return (
    <figure className={styles.block}>
      <figcaption className={styles.head}>
        <Text variant="bodySmall" color="secondary">
          {title}
        </Text>
        <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => text} aria-label={`Copy: ${title}`}>
          Copy
        </ClipboardButton>
      </figcaption>
      <pre className={styles.code}>{text.trimEnd()}</pre>
    </figure>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  block: css({ margin: theme.spacing(1, 0, 0) }),
  head: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.5),
  }),
  code: css({ margin: 0, maxHeight: 360, overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
});
