// Package graph finds the calls between the services of a trace, sums them up as services
// and hops, and computes the critical path.
package graph

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Of returns the graph of all journeys: one node for each service, and one hop for each
// pair of services and kind of call. Databases, queues and peers that send no spans are
// nodes of their own kinds. Services that only wrote lines are ghosts.
func Of(journeys []*journey.Journey) journey.Graph {
	b := graphBuilder{services: map[string]*serviceTally{}, hops: map[hopKey]*hopTally{}}
	for _, j := range journeys {
		b.add(j)
	}
	return b.graph()
}

// graphBuilder counts journeys. Its method graph sorts and sums up what was counted.
type graphBuilder struct {
	services map[string]*serviceTally
	hops     map[hopKey]*hopTally
}

type hopKey struct {
	source, target string
	kind           journey.HopKind
}

type serviceTally struct {
	journey.Service
	work    tally
	through *journey.Journey // the last journey counted
}

type hopTally struct {
	journey.Hop
	client, clientProxy, serverProxy, server, overhead tally

	connections []*journey.Connection
}

// tally is what a View sums up.
type tally struct {
	durations []time.Duration
	errors    int
}

func (b *graphBuilder) add(j *journey.Journey) {
	for _, s := range j.Spans {
		b.addSpan(j, s)
	}
	onHop := make(map[*journey.Span]*hopTally)
	for _, c := range j.Calls {
		b.addCall(j, c, onHop)
	}
	for _, l := range j.Lines {
		b.addLine(j, l, onHop[l.Span])
	}
	for _, c := range j.Connections {
		hop := b.hop(hopKey{c.Source, c.Target, journey.HopCall})
		hop.connections = append(hop.connections, c)
	}
	if len(j.Findings) == 0 {
		return
	}
	bySpan := make(map[journey.SpanID]*hopTally, len(onHop))
	for s, hop := range onHop {
		bySpan[s.SpanID] = hop
	}
	for _, f := range j.Findings {
		b.addFinding(f, bySpan[f.SpanID])
	}
}

func (b *graphBuilder) addFinding(f journey.Finding, hop *hopTally) {
	if svc, ok := b.services[f.Node]; ok {
		svc.Findings++
	}
	if hop != nil {
		hop.Findings++
	}
}

// addSpan counts the span on its service; the first span of a service in a
// request is a request that it served.
func (b *graphBuilder) addSpan(j *journey.Journey, s *journey.Span) {
	svc := b.service(j, s.Node)
	svc.Spans++
	if s.Status == journey.StatusError {
		svc.Errors++
	}
	describe(&svc.Service, s)
	if s.Parent == nil || s.Parent.Node != s.Node {
		svc.work.add(s)
	}
}

// addCall counts the call on its hop. It adds the call's spans to onHop, which finds the
// hops of lines.
func (b *graphBuilder) addCall(j *journey.Journey, c *journey.Call, onHop map[*journey.Span]*hopTally) {
	hop := b.hop(hopKey{c.Source, c.Target, c.Kind})
	for _, end := range []string{c.Source, c.Target} {
		if c.Peer.Name != "" && end == c.Peer.ID() {
			b.peer(j, c.Peer)
		}
	}
	hop.count(c)
	for _, s := range c.Spans() {
		if _, taken := onHop[s]; !taken {
			onHop[s] = hop
		}
	}
}

func (t *hopTally) count(c *journey.Call) {
	t.Calls++
	if c.Failed() {
		t.Errors++
	}
	t.client.add(c.Outer())
	t.clientProxy.add(c.ClientProxy)
	t.serverProxy.add(c.ServerProxy)
	t.server.add(journey.FirstSpan(c.Server, c.ServerProxy))
	if from, to := c.Outer(), journey.FirstSpan(c.Server, c.ServerProxy); from != nil && to != nil && c.Kind == journey.HopCall && !c.Shared {
		t.overhead.durations = append(t.overhead.durations, max(0, from.Duration-to.Duration))
	}
}

func (b *graphBuilder) addLine(j *journey.Journey, l *journey.PlacedLine, hop *hopTally) {
	svc := b.service(j, l.Node)
	svc.Lines++
	if l.Level == journey.LevelError {
		svc.LineErrs++
	}
	if l.Span != nil && hop != nil {
		hop.Lines++
	}
}

// describe adds to a service what the span says about it.
func describe(svc *journey.Service, s *journey.Span) {
	who := semconv.Identity{}.OfSpan(s)
	svc.Namespace = cmp.Or(svc.Namespace, who.Namespace)
	if at, known := slices.BinarySearch(svc.Versions, who.Version); who.Version != "" && !known {
		svc.Versions = slices.Insert(svc.Versions, at, who.Version)
	}
	if svc.Kind == journey.KindGhost {
		svc.Kind = journey.KindService
	}
	if semconv.IsGateway(s) {
		svc.Kind = journey.KindGateway
	}
}

// service returns the tally of a node. A new node is a ghost until a span of it comes.
func (b *graphBuilder) service(j *journey.Journey, id string) *serviceTally {
	svc, ok := b.services[id]
	if !ok {
		svc = &serviceTally{Service: journey.Service{ID: id, Name: id, Kind: journey.KindGhost}}
		b.services[id] = svc
	}
	if svc.through != j {
		svc.through = j
		svc.Journeys++
	}
	return svc
}

func (b *graphBuilder) peer(j *journey.Journey, p journey.Peer) {
	svc := b.service(j, p.ID())
	svc.Kind, svc.Name, svc.System = p.Kind, p.Name, p.System
}

func (b *graphBuilder) hop(key hopKey) *hopTally {
	hop, ok := b.hops[key]
	if !ok {
		hop = &hopTally{Hop: journey.Hop{Source: key.source, Target: key.target, Kind: key.kind}}
		b.hops[key] = hop
	}
	return hop
}

func (b *graphBuilder) graph() journey.Graph {
	var g journey.Graph
	for _, t := range b.services {
		t.Work = t.work.view()
		g.Services = append(g.Services, &t.Service)
	}
	for _, t := range b.hops {
		t.Client, t.ClientProxy = t.client.view(), t.clientProxy.view()
		t.ServerProxy, t.Server = t.serverProxy.view(), t.server.view()
		t.Overhead, t.Layer4 = t.overhead.view(), journey.Layer4Of(t.connections)
		g.Hops = append(g.Hops, &t.Hop)
	}
	slices.SortFunc(g.Services, func(a, b *journey.Service) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(g.Hops, func(a, b *journey.Hop) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Kind, b.Kind))
	})
	return g
}

func (t *tally) add(s *journey.Span) {
	if s == nil {
		return
	}
	t.durations = append(t.durations, s.Duration)
	if s.Status == journey.StatusError {
		t.errors++
	}
}

func (t *tally) view() journey.View {
	v := journey.View{Calls: len(t.durations), Errors: t.errors}
	slices.Sort(t.durations)
	for _, d := range t.durations {
		v.Total += d
	}
	v.P50, v.P95 = Percentile(t.durations, 0.50), Percentile(t.durations, 0.95)
	return v
}

// Percentile returns a percentile of sorted durations by nearest rank, or 0 if there are
// none.
func Percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(math.Ceil(p*float64(len(sorted))))-1]
}
