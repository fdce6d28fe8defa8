package setup

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// readLines reads the newest lines of each group of streams. A sample of all lines together
// would have only lines of the services that log the most.
func (c *Checker) readLines(ctx context.Context, f *facts) error {
	if f.loki.err != nil {
		return nil
	}
	if f.linesErr = f.scope.streamsErr; f.linesErr != nil {
		return nil
	}
	f.groups = c.groupsOf(f.scope.streams)
	f.groupsFound = len(f.groups)
	f.groups = f.groups[:min(len(f.groups), c.Limits.Groups)]
	if err := c.sample(ctx, f); err != nil {
		return err
	}
	return c.askRequestIDs(ctx, f)
}

// idsPerGroup is how many request IDs of a group Tempo is asked for.
const idsPerGroup = 5

// askRequestIDs finds the groups without trace IDs whose request IDs Tempo knows. Their
// lines are joined by request ID.
func (c *Checker) askRequestIDs(ctx context.Context, f *facts) error {
	if f.tempo.err != nil {
		return nil
	}
	asking := errgroup.Group{}
	asking.SetLimit(c.Limits.AtOnce)
	asked := 0
	for _, g := range f.groups {
		ids, during := requestIDs(g)
		if len(ids) == 0 || asked == c.Limits.Services {
			continue
		}
		asked++
		asking.Go(journey.Caught(func() error {
			found, err := c.Traces.ByRequestID(ctx, ids, during.Widen(c.Finder.Slack), 1)
			g.byRequestID = err == nil && len(found.Found) > 0
			return nil // the check then says that the lines have no ID, which is true
		}))
	}
	return asking.Wait()
}

// requestIDs are some request IDs of a group without trace IDs, and the times of their
// lines.
func requestIDs(g *group) (ids []string, during journey.TimeRange) {
	if g.withID() > 0 {
		return nil, during
	}
	for i := range g.lines {
		if id := accesslog.RequestID(g.lines[i].Line); id != "" && len(ids) < idsPerGroup {
			ids = append(ids, id)
			during = during.Union(journey.TimeRange{From: g.lines[i].Time, To: g.lines[i].Time.Add(1)})
		}
	}
	return ids, during
}

// sample reads the groups' lines. If one group fails, the others are still read.
func (c *Checker) sample(ctx context.Context, f *facts) error {
	var mu sync.Mutex
	var first error
	var read int
	reading := errgroup.Group{}
	reading.SetLimit(c.Limits.AtOnce)
	for _, g := range f.groups {
		reading.Go(journey.Caught(func() error {
			err := c.read(ctx, g, f.in)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				read++
			} else if first == nil {
				first = err
			}
			return nil
		}))
	}
	err := reading.Wait()
	if read == 0 {
		f.linesErr = first
	}
	return err
}

func (c *Checker) read(ctx context.Context, g *group, in journey.TimeRange) error {
	found, err := c.Logs.Search(ctx, selectorOf(g.streams), in, c.Limits.LinesPerGroup)
	if err != nil {
		return err
	}
	for i := range found.Lines {
		l := &found.Lines[i]
		if c.keyOf(l.Labels) != c.keyOf(g.streams[0]) {
			continue // the selector is as narrow as common labels make it
		}
		ctx, origin := c.Explain(l)
		g.lines = append(g.lines, line{l, ctx, origin})
		g.metadata = g.metadata || len(l.Metadata) > 0
	}
	return nil
}

// groupKey is what the streams of a group have in common.
type groupKey struct{ namespace, service, container string }

func (c *Checker) keyOf(stream journey.Labels) groupKey {
	return groupKey{
		namespace: stream.Get("namespace", "k8s_namespace_name", "service_namespace"),
		service:   c.Finder.Identity.LineService(&journey.Line{Labels: stream}),
		container: stream.Get("container", "k8s_container_name", "container_name"),
	}
}

// groupsOf sorts streams into groups.
func (c *Checker) groupsOf(streams []journey.Labels) []*group {
	byKey := make(map[groupKey]*group)
	var groups []*group
	for _, stream := range streams {
		key := c.keyOf(stream)
		g := byKey[key]
		if g == nil {
			g = &group{namespace: key.namespace, service: key.service, container: key.container}
			byKey[key] = g
			groups = append(groups, g)
		}
		g.streams = append(g.streams, stream)
	}
	slices.SortFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.service, b.service), cmp.Compare(a.container, b.container))
	})
	return groups
}

// selectorOf selects by the labels that all the streams have in common.
func selectorOf(streams []journey.Labels) string {
	var matchers []string
	for _, label := range streams[0] {
		if label.Value != "" && isCommon(label, streams) {
			matchers = append(matchers, label.Name+"="+strconv.Quote(label.Value))
		}
	}
	if len(matchers) == 0 { // streams of an unknown service may share nothing
		for _, label := range streams[0] {
			matchers = append(matchers, label.Name+"="+strconv.Quote(label.Value))
		}
	}
	return "{" + strings.Join(matchers, ", ") + "}"
}

func isCommon(label journey.Label, streams []journey.Labels) bool {
	return !slices.ContainsFunc(streams, func(ls journey.Labels) bool { return ls.Get(label.Name) != label.Value })
}
