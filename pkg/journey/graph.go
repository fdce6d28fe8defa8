package journey

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// GraphOf draws who called whom over all the journeys: one node per service,
// not per call, and one hop per pair of services and kind of call. Databases,
// queues and peers that send no spans are nodes of their own kind; services
// that only wrote lines are ghosts.
func GraphOf(journeys []*Journey) Graph {
	b := graphBuilder{services: map[string]*serviceTally{}, hops: map[hopKey]*hopTally{}}
	for _, j := range journeys {
		b.add(j)
	}
	return b.graph()
}

// graphBuilder tallies journeys; graph sorts and sums up the tallies.
type graphBuilder struct {
	services map[string]*serviceTally
	hops     map[hopKey]*hopTally
}

type hopKey struct {
	source, target string
	kind           HopKind
}

type serviceTally struct {
	Service
	work    tally
	through *Journey // the last journey counted
}

type hopTally struct {
	Hop
	client, clientProxy, serverProxy, server, overhead tally
}

// tally collects what View sums up.
type tally struct {
	durations []time.Duration
	errors    int
}

func (b *graphBuilder) add(j *Journey) {
	for _, s := range j.Spans {
		b.addSpan(j, s)
	}
	onHop := make(map[*Span]*hopTally)
	for _, c := range j.calls {
		b.addCall(j, c, onHop)
	}
	for _, l := range j.Lines {
		b.addLine(j, l, onHop[l.Span])
	}
	if len(j.Findings) == 0 {
		return
	}
	bySpan := make(map[SpanID]*hopTally, len(onHop))
	for s, hop := range onHop {
		bySpan[s.SpanID] = hop
	}
	for _, f := range j.Findings {
		b.addFinding(f, bySpan[f.SpanID])
	}
}

func (b *graphBuilder) addFinding(f Finding, hop *hopTally) {
	if svc, ok := b.services[f.Node]; ok {
		svc.Findings++
	}
	if hop != nil {
		hop.Findings++
	}
}

// addSpan counts the span on its service; the first span of a service in a
// request is a request that it served.
func (b *graphBuilder) addSpan(j *Journey, s *Span) {
	svc := b.service(j, s.Node)
	svc.Spans++
	if s.Status == StatusError {
		svc.Errors++
	}
	describe(&svc.Service, s)
	if s.Parent == nil || s.Parent.Node != s.Node {
		svc.work.add(s)
	}
}

// addCall counts the call on its hop. onHop learns which spans are its ends, to
// find the lines written on them.
func (b *graphBuilder) addCall(j *Journey, c *call, onHop map[*Span]*hopTally) {
	hop := b.hop(hopKey{c.source, c.target, c.kind})
	for _, end := range []string{c.source, c.target} {
		if c.peer.name != "" && end == c.peer.id() {
			b.peer(j, c.peer)
		}
	}
	hop.count(c)
	for _, s := range c.spans() {
		if _, taken := onHop[s]; !taken {
			onHop[s] = hop
		}
	}
}

func (t *hopTally) count(c *call) {
	t.Calls++
	if c.failed() {
		t.Errors++
	}
	t.client.add(c.outer())
	t.clientProxy.add(c.clientProxy)
	t.serverProxy.add(c.serverProxy)
	t.server.add(firstSpan(c.server, c.serverProxy))
	if from, to := c.outer(), firstSpan(c.server, c.serverProxy); from != nil && to != nil && c.kind == HopCall && !c.shared {
		t.overhead.durations = append(t.overhead.durations, max(0, from.Duration-to.Duration))
	}
}

func (b *graphBuilder) addLine(j *Journey, l *PlacedLine, hop *hopTally) {
	svc := b.service(j, l.Node)
	svc.Lines++
	if l.Level == LevelError {
		svc.LineErrs++
	}
	if l.Span != nil && hop != nil {
		hop.Lines++
	}
}

// describe adds what the span tells about its service.
func describe(svc *Service, s *Span) {
	who := Identity{}.ofSpan(s)
	svc.Namespace = cmp.Or(svc.Namespace, who.Namespace)
	if at, known := slices.BinarySearch(svc.Versions, who.Version); who.Version != "" && !known {
		svc.Versions = slices.Insert(svc.Versions, at, who.Version)
	}
	if svc.Kind == KindGhost {
		svc.Kind = KindService
	}
	if isGateway(s) {
		svc.Kind = KindGateway
	}
}

// service is the tally of a node; until a span tells otherwise it is a ghost.
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

func (b *graphBuilder) peer(j *Journey, p peer) {
	svc := b.service(j, p.id())
	svc.Kind, svc.Name, svc.System = p.kind, p.name, p.system
}

func (b *graphBuilder) hop(key hopKey) *hopTally {
	hop, ok := b.hops[key]
	if !ok {
		hop = &hopTally{Hop: Hop{Source: key.source, Target: key.target, Kind: key.kind}}
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
		t.Client, t.ClientProxy = t.client.view(), t.clientProxy.view()
		t.ServerProxy, t.Server = t.serverProxy.view(), t.server.view()
		t.Overhead = t.overhead.view()
		g.Hops = append(g.Hops, &t.Hop)
	}
	slices.SortFunc(g.Services, func(a, b *Service) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(g.Hops, func(a, b *Hop) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Kind, b.Kind))
	})
	return g
}

func (t *tally) add(s *Span) {
	if s == nil {
		return
	}
	t.durations = append(t.durations, s.Duration)
	if s.Status == StatusError {
		t.errors++
	}
}

func (t *tally) view() View {
	v := View{Calls: len(t.durations), Errors: t.errors}
	slices.Sort(t.durations)
	for _, d := range t.durations {
		v.Total += d
	}
	v.P50, v.P95 = percentile(t.durations, 0.50), percentile(t.durations, 0.95)
	return v
}

// percentile of sorted durations by nearest rank; 0 when there are none.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(math.Ceil(p*float64(len(sorted))))-1]
}
