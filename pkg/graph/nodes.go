package graph

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Nodes names the nodes of a journey's graph by their services. If services of one name are
// in several namespaces or clusters, these come before the name: "shop/cart",
// "east/shop/cart".
type Nodes map[string]*places

// places are the clusters and namespaces of the services of one name. Spans that name
// neither add nothing.
type places struct{ clusters, namespaces map[string]bool }

// NameNodes sets the node of every span.
func NameNodes(spans []*journey.Span, id semconv.Identity) Nodes {
	names := make(Nodes)
	services := make([]semconv.Service, len(spans))
	for i, s := range spans {
		services[i] = id.OfSpan(s)
		names.add(services[i])
	}
	for i, s := range spans {
		s.Node = names.Node(services[i])
	}
	return names
}

func (n Nodes) add(service semconv.Service) {
	p := n[service.Name]
	if p == nil {
		p = &places{clusters: make(map[string]bool), namespaces: make(map[string]bool)}
		n[service.Name] = p
	}
	if service.Cluster != "" {
		p.clusters[service.Cluster] = true
	}
	if service.Namespace != "" {
		p.namespaces[service.Namespace] = true
	}
}

// Node returns the ID of the node of a service's spans and lines.
func (n Nodes) Node(service semconv.Service) string {
	name := service.Name
	p := n[service.Name]
	if p == nil {
		return name
	}
	if len(p.namespaces) > 1 && service.Namespace != "" {
		name = service.Namespace + "/" + name
	}
	if len(p.clusters) > 1 && service.Cluster != "" {
		name = service.Cluster + "/" + name
	}
	return name
}
