package setup

import (
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Tool is a proxy or agent that can be configured.
type Tool string

// The tools; the page has a snippet for each.
const (
	ToolIstio     Tool = "istio"
	ToolEnvoy     Tool = "envoy"
	ToolTraefik   Tool = "traefik"
	ToolNginx     Tool = "ingress-nginx"
	ToolLinkerd   Tool = "linkerd"
	ToolFluentBit Tool = "fluent-bit"
	ToolAlloy     Tool = "alloy"
	ToolCollector Tool = "otel-collector"
)

// marks are words in a stream's labels that show which tool wrote or collected it.
var marks = []struct {
	word string
	tool Tool
}{
	{"istio", ToolIstio}, {"ztunnel", ToolIstio}, {"envoy", ToolEnvoy}, {"traefik", ToolTraefik},
	{"ingress-nginx", ToolNginx}, {"linkerd", ToolLinkerd}, {"fluent-bit", ToolFluentBit}, {"fluentbit", ToolFluentBit},
	{"alloy", ToolAlloy}, {"otel-collector", ToolCollector}, {"opentelemetry-collector", ToolCollector},
}

// agentLabels are the labels that name containers, workloads and agents. Other labels may
// have any value.
var agentLabels = []string{"container", "container_name", "k8s_container_name", "job", "agent", "collector", "app", "app_kubernetes_io_name", "service_name", "namespace"}

// toolsOf are the tools that the labels of groups point to, sorted.
func toolsOf(groups []*group) []Tool {
	var tools []Tool
	for _, g := range groups {
		for _, stream := range g.streams {
			tools = append(tools, toolsOfStream(stream)...)
		}
	}
	slices.Sort(tools)
	return slices.Compact(tools)
}

func toolsOfStream(stream journey.Labels) (tools []Tool) {
	for _, name := range agentLabels {
		value := stream.Get(name)
		for _, m := range marks {
			if strings.Contains(value, m.word) {
				tools = append(tools, m.tool)
			}
		}
	}
	return tools
}
