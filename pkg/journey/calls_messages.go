package journey

// throughQueue draws a message by way of its queue, when the queue is named. A
// message that several groups of consumers take was sent once; a topic that
// feeds queues of its own, such as SNS those of SQS, is drawn before them.
func (b *callBuilder) throughQueue(c *call, p, s *Span) {
	c.kind = HopMessaging
	from, sent := queueOf(p)
	to, taken := queueOf(s)
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
		b.add(&call{kind: HopMessaging, source: c.source, target: from.id(), client: c.client, clientProxy: c.clientProxy, peer: from})
	}
	if from.name != to.name {
		b.add(&call{kind: HopMessaging, source: from.id(), target: to.id(), peer: to})
	}
	b.add(&call{kind: HopMessaging, source: to.id(), target: c.target, serverProxy: c.serverProxy, server: c.server, peer: to})
}
