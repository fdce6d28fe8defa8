import React, { useId, useState } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, type IconName, Spinner, Text, useStyles2 } from '@grafana/ui';

import { CodeBlock } from './CodeBlock';
import { Evidence } from './Evidence';
import { narrow } from './narrow';
import type { Check, CheckResult, CheckStatus } from './types';

interface Props {
  check: Check;
  /** Undefined until it is there. */
  result: CheckResult | undefined;
  isRunning: boolean;
}

const statusLooks: Record<CheckStatus, { icon: IconName; word: string }> = {
  ok: { icon: 'check-circle', word: 'Fine' },
  warn: { icon: 'exclamation-triangle', word: 'To improve' },
  fail: { icon: 'times-circle', word: 'Broken' },
  skipped: { icon: 'minus-circle', word: 'Not checked' },
};

/** One check: how it came out, why, and what to do. */
export function CheckRow({ check, result, isRunning }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const isTrouble = result?.status === 'warn' || result?.status === 'fail';
  // What is wrong shows its evidence at once, until somebody closes it.
  const [chosen, choose] = useState<boolean>();
  const isOpen = chosen ?? isTrouble;
  const hasMore = Boolean(result?.evidence || result?.code?.length);

  return (
    <li className={styles.row} aria-labelledby={id}>
      <StatusIcon status={result?.status} isRunning={isRunning} />
      <div className={styles.text}>
        <Text element="h2" variant="h5" id={id}>
          {check.title}
        </Text>
        <Text color={result ? 'primary' : 'secondary'}>{result?.message ?? (isRunning ? 'Waiting…' : 'Not run.')}</Text>
        {result?.advice && <Text color="secondary">{result.advice}</Text>}
      </div>
      {hasMore && (
        <Button
          className={styles.toggle}
          variant="secondary"
          fill="text"
          size="sm"
          icon={isOpen ? 'angle-up' : 'angle-down'}
          aria-expanded={isOpen}
          onClick={() => choose(!isOpen)}
        >
          {isOpen ? 'Hide evidence' : 'Show evidence'}
        </Button>
      )}
      {hasMore && isOpen && <Details result={result} />}
    </li>
  );
}

function Details({ result }: { result: CheckResult | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.details}>
      {result?.evidence && <Evidence table={result.evidence} />}
      {result?.code?.map((code) => (
        <CodeBlock key={code.title} code={code} />
      ))}
    </div>
  );
}

function StatusIcon({ status, isRunning }: { status: CheckStatus | undefined; isRunning: boolean }) {
  const styles = useStyles2(getStyles);
  if (!status) {
    return isRunning ? <Spinner className={styles.skipped} /> : <Icon name="circle" className={styles.skipped} />;
  }
  const { icon, word } = statusLooks[status];
  return <Icon name={icon} size="lg" title={word} className={styles[status]} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'start',
    columnGap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  text: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  // Beside the text it would leave a narrow window's too little room.
  toggle: css({
    [narrow(theme)]: { gridColumn: '2 / -1', justifySelf: 'start', marginLeft: theme.spacing(-1) },
  }),
  // Below the text, and as wide as the row: lines are long.
  details: css({ gridColumn: '2 / -1', minWidth: 0, [narrow(theme)]: { gridColumn: '1 / -1' } }),
  ok: css({ color: theme.colors.success.text }),
  warn: css({ color: theme.colors.warning.text }),
  fail: css({ color: theme.colors.error.text }),
  skipped: css({ color: theme.colors.text.disabled }),
});
