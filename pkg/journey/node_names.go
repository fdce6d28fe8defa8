package journey

// nodeNames names the nodes of a journey's graph: by the service alone, unless
// services of one name are in several namespaces or clusters, which then come
// before it: "shop/cart", "east/shop/cart".
type nodeNames map[string]*places

// places are where the services of one name are; spans that do not say where
// they are count for none.
type places struct{ clusters, namespaces map[string]bool }

// nameNodes gives every span the node of the graph it belongs to.
func nameNodes(spans []*Span, id Identity) nodeNames {
	names := make(nodeNames)
	services := make([]identified, len(spans))
	for i, s := range spans {
		services[i] = id.ofSpan(s)
		names.add(services[i])
	}
	for i, s := range spans {
		s.Node = names.node(services[i])
	}
	return names
}

func (n nodeNames) add(service identified) {
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

// node is the ID of the node that a span or line of the service belongs to.
func (n nodeNames) node(service identified) string {
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
