package reference

import "strings"

// elsewhere is the rule by which package query reads what others' links send.
const elsewhere = `## A query from elsewhere

A link of Grafana's own (a derived field of Loki, an exemplar of Prometheus, a correlation) sends its text in ` + "`query`" + `. Where ` + "`traceId`, `logql` and `traceql`" + ` are empty, that text is the question:

| text | asks |
|---|---|
| a trace ID: up to 32 hex digits, or one of the headers ` + "`traceparent`, `b3`, `uber-trace-id`, `X-Amzn-Trace-Id`, `X-Cloud-Trace-Context`" + `, with or without the header's name or quotes | for the journey |
| LogQL, such as ` + "`{app=\"x\"} \\|= \"error\"`" + ` | a search by lines |
| TraceQL, such as ` + "`{ status = error }`" + ` | a search by spans |
| what can be both: a single condition on ` + "`name`, `statusMessage`, `rootName` or `rootServiceName`, such as `{name=\"x\"}`" + ` | as TraceQL. A notice says so, unless the ` + "`queryType` is `traceql`" + ` |
| anything else | nothing; the error says what to do |

A ` + "`queryType`" + ` of another data source, such as ` + "`traceql`" + `, changes nothing else. With ` + "`metrics`" + ` the search is counted.
`

func queryPage(root string) (string, error) {
	s, err := parse(root, "query")
	if err != nil {
		return "", err
	}
	domain, err := parse(root, "journey")
	if err != nil {
		return "", err
	}
	fields, err := s.fields("model")
	if err != nil {
		return "", err
	}
	rows, err := fieldTable(fields)
	if err != nil {
		return "", err
	}
	types, err := valueTable("queryType", append(domain.values("QueryType"), s.constants("TypeMetrics")...))
	if err != nil {
		return "", err
	}
	metrics, err := valueTable("metric", domain.values("Metric"))
	if err != nil {
		return "", err
	}
	verdicts, err := valueTable("verdict", domain.values("Verdict"))
	if err != nil {
		return "", err
	}
	return strings.Join([]string{
		"# Query\n\n" + made + "A target of a panel, an alert rule or `/api/ds/query`. Fields that are not needed are left out.\n\n" + rows,
		types, metrics,
		"Every journey has a verdict, which says how complete it is:\n\n" + verdicts,
		"Template variables, variables of their own, ad hoc filters, annotations and alert rules: [provisioning](../provisioning.md). What is answered: [frames](frames.md).\n",
		elsewhere,
	}, "\n"), nil
}
