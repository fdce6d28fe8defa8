package journey

func isOutbound(s *Span) bool { return s.Kind == KindProducer || s.Kind == KindClient && !receives(s) }

// isReceiving says that a span takes messages from a queue.
func isReceiving(s *Span) bool { return s.Kind == KindConsumer || s.Kind == KindClient && receives(s) }

func isMessaging(s *Span) bool { return s.Kind == KindProducer || s.Kind == KindConsumer }

func isCallee(s *Span) bool { return s.Kind == KindServer || s.Kind == KindConsumer }
