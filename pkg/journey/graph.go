package journey

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// GraphOf draws who called whom over all the journeys: one node per service,
// not per call, and one hop per pair of services that called each other.
func GraphOf(journeys []*Journey) Graph {
	b := graphBuilder{services: map[string]*serviceTally{}, hops: map[[2]string]*hopTally{}}
	for _, j := range journeys {
		b.add(j)
	}
	return b.graph()
}

// graphBuilder tallies journeys; graph sorts and sums up the tallies.
type graphBuilder struct {
	services map[string]*serviceTally
	hops     map[[2]string]*hopTally
}

type serviceTally struct {
	Service
	work    calls
	through *Journey // the last journey counted
}

type hopTally struct {
	Hop
	client, server calls
}

// calls collects what View sums up.
type calls struct {
	durations []time.Duration
	errors    int
}

func (b *graphBuilder) add(j *Journey) {
	onHop := make(map[*Span]*hopTally)
	for _, s := range j.Spans {
		b.addSpan(j, s, onHop)
	}
	for _, l := range j.Lines {
		svc := b.service(j, l.Node)
		svc.Lines++
		if l.Level == LevelError {
			svc.LineErrs++
		}
		if hop := onHop[l.Span]; l.Span != nil && hop != nil {
			hop.Lines++
		}
	}
	for _, f := range j.Findings {
		if svc, ok := b.services[f.Node]; ok {
			svc.Findings++
		}
	}
}

// addSpan counts the span on its service and, where its caller is another
// service, the call on the hop between them. onHop learns which spans are the
// two ends of a hop.
func (b *graphBuilder) addSpan(j *Journey, s *Span, onHop map[*Span]*hopTally) {
	svc := b.service(j, s.Node)
	svc.Spans++
	if s.Status == StatusError {
		svc.Errors++
	}
	describe(&svc.Service, s)
	if s.Parent != nil && s.Parent.Node == s.Node {
		return
	}
	svc.work.add(s)
	if s.Parent == nil {
		return
	}
	hop := b.hop(s.Parent.Node, s.Node)
	hop.server.add(s)
	onHop[s] = hop
	if _, counted := onHop[s.Parent]; !counted && s.Parent.Kind != KindServer && s.Parent.Kind != KindConsumer {
		hop.client.add(s.Parent)
		onHop[s.Parent] = hop
	}
}

// describe adds what the span tells about its service.
func describe(svc *Service, s *Span) {
	who := Identity{}.ofSpan(s)
	svc.Namespace = firstOf(svc.Namespace, who.Namespace)
	if at, known := slices.BinarySearch(svc.Versions, who.Version); who.Version != "" && !known {
		svc.Versions = slices.Insert(svc.Versions, at, who.Version)
	}
	if svc.Kind == KindGhost {
		svc.Kind = KindService
	}
	if isRouter(s) {
		svc.Kind = KindGateway
	}
}

// service is the tally of a node; without a span it is a ghost.
func (b *graphBuilder) service(j *Journey, id string) *serviceTally {
	svc, ok := b.services[id]
	if !ok {
		svc = &serviceTally{Service: Service{ID: id, Name: id, Kind: KindGhost}}
		b.services[id] = svc
	}
	if svc.through != j {
		svc.through = j
		svc.Journeys++
	}
	return svc
}

func (b *graphBuilder) hop(source, target string) *hopTally {
	key := [2]string{source, target}
	hop, ok := b.hops[key]
	if !ok {
		hop = &hopTally{Hop: Hop{Source: source, Target: target}}
		b.hops[key] = hop
	}
	return hop
}

func (b *graphBuilder) graph() Graph {
	var g Graph
	for _, t := range b.services {
		t.Work = t.work.view()
		g.Services = append(g.Services, &t.Service)
	}
	for _, t := range b.hops {
		t.Client, t.Server = t.client.view(), t.server.view()
		g.Hops = append(g.Hops, &t.Hop)
	}
	slices.SortFunc(g.Services, func(a, b *Service) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(g.Hops, func(a, b *Hop) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	return g
}

func (c *calls) add(s *Span) {
	c.durations = append(c.durations, s.Duration)
	if s.Status == StatusError {
		c.errors++
	}
}

func (c *calls) view() View {
	v := View{Calls: len(c.durations), Errors: c.errors}
	slices.Sort(c.durations)
	for _, d := range c.durations {
		v.Total += d
	}
	v.P50, v.P95 = percentile(c.durations, 0.50), percentile(c.durations, 0.95)
	return v
}

// percentile of sorted durations by nearest rank; 0 when there are none.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(math.Ceil(p*float64(len(sorted))))-1]
}
