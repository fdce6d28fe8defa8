package mesh

import (
	"encoding/json"
	"time"
)

// byCRI ships lines as the container runtime wrote them: with its prefix from
// the ingress controller's namespace; elsewhere within fluent-bit's record, the
// line escaped in it.
func byCRI(l *Line, _ writtenLine, from origin) {
	l.Labels = labels(from.workload, from.container)
	if from.app == nil {
		l.Body = l.Time.Format(time.RFC3339Nano) + " stdout F " + l.Body
		return
	}
	body, err := json.Marshal(struct {
		Time       string         `json:"time"`
		Stream     string         `json:"stream"`
		Partial    string         `json:"_p"`
		Log        string         `json:"log"`
		Kubernetes map[string]any `json:"kubernetes"`
	}{l.Time.Format(time.RFC3339Nano), "stdout", "F", l.Body, map[string]any{
		"pod_name": from.pod, "namespace_name": from.namespace, "container_name": from.container, "host": from.node,
		"labels": map[string]string{"app": from.service, "version": from.version, "pod-template-hash": podTemplateHash(from.workload)},
	}})
	if err != nil {
		panic(err) // strings alone
	}
	l.Body = string(body)
}
