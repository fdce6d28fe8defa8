package graph

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// throughQueue adds the hops of a message through its queue, if the queue has a name. A
// message that several groups of consumers take was sent once. A topic that feeds queues,
// as SNS feeds those of SQS, comes before them.
func (b *callBuilder) throughQueue(c *journey.Call, p, s *journey.Span) {
	c.Kind = journey.HopMessaging
	from, sent := semconv.QueueOf(p)
	to, taken := semconv.QueueOf(s)
	switch {
	case !sent && !taken:
		b.add(c)
		return
	case !sent:
		from = to
	case !taken:
		to = from
	}
	if !b.published[p] {
		b.published[p] = true
		b.add(&journey.Call{Kind: journey.HopMessaging, Source: c.Source, Target: from.ID(), Client: c.Client, ClientProxy: c.ClientProxy, Peer: from})
	}
	if from.Name != to.Name {
		b.add(&journey.Call{Kind: journey.HopMessaging, Source: from.ID(), Target: to.ID(), Peer: to})
	}
	b.add(&journey.Call{Kind: journey.HopMessaging, Source: to.ID(), Target: c.Target, ServerProxy: c.ServerProxy, Server: c.Server, Peer: to})
}
