package mesh

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tunnel is a connection as the ztunnel at one end sees it.
type tunnel struct {
	window
	exchange          *exchange // whose service it goes to
	direction         journey.Direction
	from, to          *workload
	request, response int  // bytes
	isOpen            bool // for so long that ztunnel has not written its line yet
}

// headerSize is what the headers of a response take.
const headerSize = 180

// tunnels are the connections of an exchange at the ends where there is a ztunnel:
// waypoints and gateways of Istio speak HBONE themselves.
func (a *ambient) tunnels(e *exchange) (own []*tunnel) {
	in := &tunnel{exchange: e, direction: journey.Inbound, window: e.in, from: a.waypoint, to: e.to}
	if e.from == a.gateway {
		in.from = e.from // straight to the application
		return []*tunnel{in}
	}
	return []*tunnel{{exchange: e, direction: journey.Outbound, window: e.out, from: e.from, to: a.waypoint}, in}
}

// chance is the same whenever the same exchange is played.
func (t *tunnel) chance() *rand.Rand {
	ports, end := t.exchange.ports, uint64(1)
	if t.direction == journey.Inbound {
		end = 2
	}
	return rand.New(rand.NewPCG(uint64(ports[0])<<16|uint64(ports[1]), uint64(ports[2])<<16|end))
}

// live decides how long the connection of an exchange is open. Most are opened for one
// request. Some are kept open by the client, and carry other requests before and after.
func (t *tunnel) live(chance *rand.Rand) {
	t.request, t.response = 300+chance.IntN(400), t.exchange.size+headerSize+chance.IntN(60)
	switch roll := chance.IntN(10); {
	case roll < 6:
	case roll < 9:
		others := 2 + chance.IntN(20)
		t.start, t.end = t.start.Add(-between(chance, 100, 5000)), t.end.Add(between(chance, 5, 3000))
		t.request, t.response = t.request*others, t.response*others
	default:
		t.isOpen = true
	}
}

// strangers are connections of other requests at about the same time, between the same
// pods or pods like them.
func (t *tunnel) strangers(chance *rand.Rand) (others []*tunnel) {
	for range chance.IntN(4) {
		o := *t
		o.start = t.start.Add(between(chance, -30, 30))
		o.end = o.start.Add(between(chance, 1, 40))
		o.request, o.response, o.isOpen = 300+chance.IntN(400), 64+chance.IntN(3000), false
		switch chance.IntN(4) {
		case 0: // to another service
			other := *t.exchange
			other.to = &workload{service: "recommendations", namespace: t.exchange.to.namespace, podIP: "10.42.9.19", clusterIP: "10.43.0.19", port: bookinfoPort}
			o.exchange = &other
			if t.direction == journey.Inbound {
				o.from = &workload{service: "recommendations", namespace: o.to.namespace, pod: "recommendations-7d5f7b8bc-x2x4z", podIP: "10.42.9.19"}
			}
		case 1: // of another pod
			from := *o.from
			from.pod, from.podIP = from.pod[:len(from.pod)-5]+"q7q7q", "10.42.9.20"
			o.from = &from
		}
		others = append(others, &o)
	}
	return others
}

// between is a time of so many milliseconds.
func between(chance *rand.Rand, least, most int) time.Duration {
	return time.Duration(least)*time.Millisecond + time.Duration(chance.Int64N(int64(most-least)*int64(time.Millisecond)))
}

// sights are what the ztunnel at that end reports: of the exchange's connection, and of
// others.
func (a *ambient) tunnelSights(own *tunnel) (sights []sight) {
	chance := own.chance()
	strangers := own.strangers(chance)
	own.live(chance)
	mine := a.tunnelSight(own)
	mine.tunnel = own
	if own.isOpen {
		mine.line = nil
	}
	sights = append(sights, mine)
	for _, t := range strangers {
		sights = append(sights, a.tunnelSight(t))
	}
	return sights
}

func (a *ambient) tunnelSight(t *tunnel) sight {
	at := t.from
	if t.direction == journey.Inbound {
		at = t.to
	}
	z := a.ztunnels[at.node]
	return sight{
		by: z, container: proxyContainer, hop: hopView(t.exchange, ViewServer), at: t.end,
		line: func(traceContext) writtenLine { return writtenLine{body: t.line(z.node[len(z.node)-1]%2 == 1)} },
	}
}

// line is ztunnel's default access line, or the one with LOG_FORMAT=json.
func (t *tunnel) line(asJSON bool) string {
	sent, received := t.request, t.response
	server := address(t.exchange.to.clusterIP, t.exchange.to.port) // a waypoint is asked for the service
	if t.direction == journey.Inbound {
		sent, received = received, sent
		server = address(t.exchange.to.podIP, t.exchange.to.port)
	}
	fields := []tag{
		{"src.addr", address(t.from.podIP, t.exchange.ports[0])}, {"src.workload", t.from.pod},
		{"src.namespace", t.from.namespace}, {"src.identity", spiffe(t.from)},
		{"dst.addr", address(t.to.podIP, 15008)}, {"dst.hbone_addr", server},
		{"dst.service", t.exchange.to.host()}, {"dst.workload", t.to.pod},
		{"dst.namespace", t.to.namespace}, {"dst.identity", spiffe(t.to)},
		{"direction", string(t.direction)}, {"bytes_sent", sent}, {"bytes_recv", received},
		{"duration", fmt.Sprintf("%dms", t.duration().Milliseconds())},
	}
	stamp := t.end.Format("2006-01-02T15:04:05.000000Z")
	if asJSON {
		return jsonOf(append([]tag{{"level", "info"}, {"time", stamp}, {"scope", "access"}, {"message", "connection complete"}}, fields...))
	}
	return stamp + "\tinfo\taccess\tconnection complete\t" + textOf(fields)
}

// textOf quotes texts, but not addresses.
func textOf(fields []tag) string {
	var words []string
	for _, f := range fields {
		if text, ok := f.value.(string); ok && !strings.HasSuffix(f.key, "addr") {
			f.value = fmt.Sprintf("%q", text)
		}
		words = append(words, fmt.Sprintf("%s=%v", f.key, f.value))
	}
	return strings.Join(words, " ")
}

// jsonOf keeps the order of the fields.
func jsonOf(fields []tag) string {
	var members []string
	for _, f := range fields {
		value, err := json.Marshal(f.value)
		if err != nil {
			panic(err) // strings and ints alone
		}
		members = append(members, fmt.Sprintf("%q:%s", f.key, value))
	}
	return "{" + strings.Join(members, ",") + "}"
}
