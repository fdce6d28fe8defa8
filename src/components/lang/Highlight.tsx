import React, { type Ref } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type Language, lex } from './lexer';

interface Props {
  text: string;
  language: Language;
  /** Where the mark stands, by which a list is placed. */
  mark?: number;
  markRef?: Ref<HTMLSpanElement>;
}

/** The text in colours. It lies behind a text area whose own letters are transparent. */
export function Highlight({ text, language, mark, markRef }: Props) {
  const styles = useStyles2(getStyles);

  return (
    <>
      {lex(text, language).map((token) => (
        <React.Fragment key={token.from}>
          {token.from === mark && <span ref={markRef} />}
          <span className={styles[token.kind]}>{token.text}</span>
        </React.Fragment>
      ))}
      {mark === text.length && <span ref={markRef} />}
      {/* A last line that is empty has no height otherwise. */}
      {text.endsWith('\n') && ' '}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  space: '',
  comment: css({ color: theme.colors.text.disabled }),
  string: css({ color: theme.colors.success.text }),
  variable: css({ color: theme.visualization.getColorByName('purple') }),
  number: css({ color: theme.colors.warning.text }),
  keyword: css({ color: theme.colors.primary.text }),
  name: css({ color: theme.colors.text.primary }),
  operator: css({ color: theme.colors.text.secondary }),
  brace: css({ color: theme.colors.text.secondary }),
  other: css({ color: theme.colors.error.text }),
});
