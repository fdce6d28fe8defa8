import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Linked, Selection } from '../hooks/selection';
import { isOneJourney } from '../model/model';
import type { Finding, QueryResult } from '../model/types';
import { strings } from '../strings';
import { FindingList } from './FindingList';

interface Props {
  result: QueryResult;
  /** How many findings are shown until the user asks for all. */
  initialCount: number;
  linked: Linked;
  onSelect: (selection: Selection) => void;
}

/** The verdict of a single journey, and the findings, most severe first. Choosing a finding shows its span or service. */
export function FindingsStrip({ result, initialCount, linked, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const findings = mergeEqual(withVerdict(result));
  if (findings.length === 0) {
    return null;
  }
  return (
    <section className={styles.strip} aria-label={strings.findings.label}>
      <FindingList
        findings={all ? findings : findings.slice(0, initialCount)}
        onSelect={({ key }) => onSelect({ type: 'finding', id: key })}
        canSelect={({ key }) => result.findings.some((finding) => finding.key === key)}
        chosen={linked.findings}
      />
      {findings.length > initialCount && (
        <Button size="sm" variant="secondary" fill="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? strings.findings.less : strings.findings.more(findings.length - initialCount)}
        </Button>
      )}
    </section>
  );
}

/** If a single journey is not complete, the strip says so first. */
function withVerdict(result: QueryResult): Finding[] {
  const { sentence } = strings.verdict(result.verdict);
  if (!isOneJourney(result) || result.verdict === 'complete' || sentence === '') {
    return result.findings;
  }
  const verdict: Finding = {
    key: 'verdict',
    severity: 'info',
    code: '',
    node: '',
    spanId: '',
    message: sentence,
    advice: '',
    evidence: {},
  };
  return [verdict, ...result.findings];
}

/** A finding that many requests share is shown once, with a count. */
function mergeEqual(findings: Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const words = [finding.severity, finding.message, finding.advice].join('\n');
    groups.set(words, [...(groups.get(words) ?? []), finding]);
  }
  return [...groups.values()].map(([first, ...others]) =>
    others.length === 0 ? first : { ...first, message: strings.findings.repeated(first.message, others.length + 1) }
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({ flex: 'none', maxHeight: '30%', overflow: 'auto', padding: theme.spacing(0, 1.5, 0.5) }),
});
