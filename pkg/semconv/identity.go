package semconv

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Identity finds the names of services in spans and in log labels.
type Identity struct {
	// ServiceLabels are the Loki labels or metadata that name the service, best
	// first; DefaultServiceLabels when empty.
	ServiceLabels []string
	// Aliases maps a name that was found to the name that is meant.
	Aliases map[string]string
}

// DefaultServiceLabels name the service in the conventions of OTLP, Promtail, Alloy,
// fluent-bit and Helm. The best name comes first.
var DefaultServiceLabels = []string{
	"istio_canonical_service", "service_istio_io_canonical_name", "app_kubernetes_io_name",
	"app", "k8s_app", "service_name", "service", "application", "container_name", "container", "job",
}

// Service is a service as one span or one line names it.
type Service struct{ Name, Namespace, Cluster, Version string }

// UnknownService is what Loki and OpenTelemetry SDKs write if they know no name.
const UnknownService = "unknown_service"

// linkerdProxy is the service.name of all of Linkerd's proxies.
const linkerdProxy = "linkerd-proxy"

// OfSpan returns the service that sent a span. It prefers the mesh's name to service.name, so
// that proxy and application become one node: an Envoy sidecar reports
// "productpage.bookinfo", and names the workload in istio.canonical_service
// (https://istio.io/latest/docs/reference/config/labels/). Linkerd's proxies have the
// pod's labels.
func (id Identity) OfSpan(s *journey.Span) Service {
	name := s.Attributes.Text("istio.canonical_service")
	if name == "" && s.ServiceName == linkerdProxy {
		name = s.Resource.Text("app.kubernetes.io/name", "app", "linkerd.io/proxy-deployment")
	}
	if name == "" && IsWaypoint(s) { // its service.name may be that of the service behind it (https://github.com/kiali/kiali/issues/8916)
		name = deploymentOf(PodOfSpan(s))
	}
	name = cmp.Or(name, s.ServiceName, UnknownService)
	return Service{
		Name:      id.canonical(name),
		Namespace: cmp.Or(s.Attributes.Text("istio.namespace"), s.Resource.Text("k8s.namespace.name", "service.namespace", "linkerd.io/workload-ns")),
		Cluster:   cmp.Or(s.Resource.Text("k8s.cluster.name"), s.Attributes.Text("cluster_name", "istio.cluster_id")),
		Version:   cmp.Or(s.Attributes.Text("istio.canonical_revision"), s.Resource.Text("service.version", "version")),
	}
}

func (id Identity) OfLine(l *journey.Line) Service {
	name := id.named(l.Labels, l.Metadata)
	if name == "" {
		name = workloadOf(PodOfLine(l))
	}
	if name == "" {
		sdk := cmp.Or(sdkName(l.Labels), sdkName(l.Metadata))
		name = cmp.Or(id.named(l.Parsed, nil), sdk, UnknownService)
	}
	return Service{
		Name:      id.canonical(name),
		Namespace: l.Labels.Get("namespace", "k8s_namespace_name", "service_namespace"),
		Cluster:   l.Labels.Get("cluster", "k8s_cluster_name"),
		Version:   l.Labels.Get("version", "service_version"),
	}
}

// program returns the program's name that OpenTelemetry's SDKs write behind
// unknown_service, or else the service's name
// (https://opentelemetry.io/docs/specs/semconv/resource/#service).
func program(service string) string {
	return strings.TrimPrefix(service, UnknownService+":")
}

// sdkName returns the program's name that OpenTelemetry's SDK wrote instead of a service's
// name, or "" if the labels have none.
func sdkName(labels journey.Labels) string {
	if name := labels.Get("service_name"); strings.HasPrefix(name, UnknownService+":") {
		return program(name)
	}
	return ""
}

// named returns the best name of the service in labels or else in metadata, or "" if they
// have none.
func (id Identity) named(labels, metadata journey.Labels) string {
	for _, label := range id.LineLabels() {
		found := cmp.Or(labels.Get(label), metadata.Get(label))
		found = found[strings.LastIndexByte(found, '/')+1:] // Alloy's and Promtail's job is "namespace/container"
		if found != "" && !strings.HasPrefix(found, UnknownService) && !isProxyName(found) {
			return found
		}
	}
	return ""
}

// LineLabels returns the labels and metadata that name the service of a line, best first.
func (id Identity) LineLabels() []string {
	if len(id.ServiceLabels) == 0 {
		return DefaultServiceLabels
	}
	return id.ServiceLabels
}

// NamesOf returns all names by which lines and other spans may call the service of a span.
func (id Identity) NamesOf(s *journey.Span) []string {
	service := id.OfSpan(s).Name
	names := []string{service, program(cmp.Or(s.ServiceName, service))}
	for alias, meant := range id.Aliases {
		if meant == service {
			names = append(names, alias)
		}
	}
	return names
}

// isProxyName recognizes the containers of proxies, which are not services.
func isProxyName(name string) bool { return name == "istio-proxy" || name == linkerdProxy }

// ofDeployment matches the names of a Deployment's pods: the Deployment's name, a hash of
// the pod template, and five random characters.
var ofDeployment = regexp.MustCompile(`^(.+)-[0-9a-f]{6,10}-[0-9a-z]{5}$`)

// workloadOf returns the Deployment in a pod's name, or the pod if there is none.
func workloadOf(pod string) string { return cmp.Or(deploymentOf(pod), pod) }

func deploymentOf(pod string) string {
	if parts := ofDeployment.FindStringSubmatch(pod); parts != nil {
		return parts[1]
	}
	return ""
}

func (id Identity) canonical(name string) string {
	if alias, ok := id.Aliases[name]; ok {
		return alias
	}
	return name
}

func IsNameless(service string) bool {
	return service == "" || service == UnknownService || strings.HasPrefix(service, UnknownService+":")
}

// OtherName returns a name for a span without service.name. It follows the order in which
// OpenTelemetry's operator names services
// (https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/#how-resource-attributes-are-calculated-from-kubernetes-metadata).
func OtherName(s *journey.Span) string {
	if name := s.Attributes.Text("istio.canonical_service"); name != "" {
		return name
	}
	if name := s.Resource.Text("app.kubernetes.io/name", "k8s.deployment.name", "k8s.replicaset.name", "k8s.statefulset.name",
		"k8s.daemonset.name", "k8s.cronjob.name", "k8s.job.name", "k8s.pod.name", "k8s.container.name", "container.name"); name != "" {
		return name
	}
	if s.Parent != nil && !IsCallee(s) && !IsNameless(s.Parent.ServiceName) {
		return s.Parent.ServiceName
	}
	if s.ServiceName == UnknownService {
		return ""
	}
	return program(s.ServiceName)
}
