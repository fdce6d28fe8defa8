package reference

import "strings"

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
		"Every journey has a verdict, which tells how whole it is:\n\n" + verdicts,
		"Template variables, variables of their own, ad hoc filters, annotations and alert rules: [provisioning](../provisioning.md). What is answered: [frames](frames.md).\n",
	}, "\n"), nil
}
