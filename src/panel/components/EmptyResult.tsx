import React from 'react';
import type { QueryResult, Remark } from '../model/types';
import { strings } from '../strings';
import { StateMessage } from './StateMessage';

/** No services, and no journeys but one that nobody knows. */
export function hasNothing({ services, journeys }: QueryResult): boolean {
  return services.length === 0 && journeys.every(({ verdict }) => verdict === 'not-found');
}

/** A trace ID was asked for that nobody knows. */
function isUnknownRequest({ journeys }: QueryResult): boolean {
  return journeys.length === 1 && journeys[0].verdict === 'not-found';
}

const isNotFound = ({ code }: Remark) => code === 'trace-not-found';

/** The remarks that are not shown elsewhere: as a finding, or in place of an unknown request. */
export function remarksToShow(result: QueryResult): Remark[] {
  const { remarks, findings } = result;
  if (findings.length === 0 && hasNothing(result) && isUnknownRequest(result)) {
    return remarks.filter((remark) => !isNotFound(remark));
  }
  return remarks.filter((remark) => !findings.some(({ code }) => code === remark.code));
}

/** Nothing was found. Of one request that nobody knows, its own sentence stands there alone. */
export function EmptyResult({ result }: { result: QueryResult }) {
  const [finding] = result.findings;
  const { sentence } = strings.verdict(result.verdict === 'not-found' ? result.verdict : '');
  if (finding) {
    return <StateMessage icon="search" title={finding.message} advice={finding.advice} />;
  }
  if (isUnknownRequest(result)) {
    return <StateMessage icon="search" title={result.remarks.find(isNotFound)?.text ?? sentence} advice="" />;
  }
  const advice = [sentence, strings.state.emptyAdvice].filter(Boolean).join(' ');
  return <StateMessage icon="search" title={strings.state.empty} advice={advice} />;
}
