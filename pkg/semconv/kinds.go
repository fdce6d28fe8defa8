package semconv

import "github.com/requestjourney/requestjourney/pkg/journey"

func IsOutbound(s *journey.Span) bool {
	return s.Kind == journey.KindProducer || s.Kind == journey.KindClient && !receives(s)
}

// IsReceiving reports whether a span takes messages from a queue.
func IsReceiving(s *journey.Span) bool {
	return s.Kind == journey.KindConsumer || s.Kind == journey.KindClient && receives(s)
}

func IsMessaging(s *journey.Span) bool {
	return s.Kind == journey.KindProducer || s.Kind == journey.KindConsumer
}

func IsCallee(s *journey.Span) bool {
	return s.Kind == journey.KindServer || s.Kind == journey.KindConsumer
}
